// A broken instruction leaves open what it may have done, and nothing else.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::test {
namespace {

class Broken {
 public:
    explicit Broken(std::string const& text)
        : source_("Dockerfile", text), build_(source_, nullptr, options_, arena_) {}
    model::Build const* operator->() const { return &build_; }

    [[nodiscard]] bool knows(std::string_view name) const {
        auto const& last = build_.file().instructions.back();
        return build_.variable(last, name).state == dockerfile::Variable::State::unset;
    }

 private:
    Arena arena_;
    model::BuildOptions options_;
    Source source_;
    model::Build build_;
};

TEST_CASE("a broken ARG or ENV may have set any variable") {
    CHECK(Broken("FROM scratch\nRUN x\n").knows("A"));
    CHECK(!Broken("FROM scratch\nARG\nRUN x\n").knows("A"));
    CHECK(!Broken("FROM scratch\nENVIR A=b\nRUN x\n").knows("A"));
    CHECK(Broken("FROM scratch\nLABLE A=b\nRUN x\n").knows("A"));
    CHECK(Broken("ARG\nFROM $A\n")->stages()[0].base.kind == model::Reference::Kind::unknown);
}

TEST_CASE("a broken FROM may name any stage") {
    using Kind = model::Reference::Kind;
    auto const source = [](std::string const& text) {
        return Broken(text)->stages().back().transfers[0].from->kind;
    };
    CHECK(source("FROM a AS b\nFROM c\nCOPY --from=d /x /y\n") == Kind::image);
    CHECK(source("FORM: a AS d\nFROM c\nCOPY --from=d /x /y\n") == Kind::unknown);
    CHECK(Broken("FROM\nFROM a\n")->stages()[1].has_no_base());
    CHECK(!Broken("FROM\nFROM a:1\n")->stages()[1].has_no_base());
    CHECK(source("FORM: a AS d\nFROM c\nCOPY --from=d:1 /x /y\n") == Kind::image);
}

TEST_CASE("a broken COPY may use any stage, and a broken WORKDIR may go anywhere") {
    CHECK(!Broken("FROM a AS b\nFROM c\n")->stages()[0].may_be_used);
    CHECK(Broken("FROM a AS b\nFROM c\nCOPY --fron=b x y\n")->stages()[0].may_be_used);
    CHECK(!Broken("FROM a AS b\nFROM c\nLABLE a=b\n")->stages()[0].may_be_used);
    CHECK(Broken("FROM a\nWORKDIR\n")->stages()[0].config.workdir.is_unknown());
}

TEST_CASE("a misspelt instruction does what it was meant to do") {
    auto const value = [](std::string const& text, std::string_view name) {
        Broken const build(text);
        return std::string(
            build->variable(build->file().instructions.back(), name).value.text_or_empty());
    };
    CHECK(value("FROM scratch\nENW A=b\nRUN x\n", "A") == "b");
    Broken const stages("FRAM a AS d\nFROM c\nCOPYY --from=d /x /y\n");
    REQUIRE(stages->stages().size() == 2);
    CHECK(stages->stages()[1].transfers[0].from->stage == &stages->stages()[0]);
    CHECK(stages->stages()[0].may_be_used);
    CHECK(Broken("FROM a\nUSXX b\n")->stages()[0].config.user.value.text_or_empty() == "");
    CHECK(Broken("FROM a\nUSRE b\n")->stages()[0].config.user.value.text_or_empty() == "b");
    CHECK(Broken("FROM a\nUSEQ b\n")->stages()[0].config.user.value.text_or_empty() == "b");
    Broken const commands("FROM a\nRUQ --mount=from=a curl x | sh\n");
    CHECK(commands->stages()[0].commands.size() == 2);
    CHECK(commands->stages()[0].mounts.size() == 1);
}

TEST_CASE("a word that is no instruction whatever it is read as is left alone") {
    auto const keyword = [](std::string const& text) {
        return Broken(text)->file().instructions.back().keyword;
    };
    CHECK(keyword("FROM a\nand x\n") == ast::Keyword::unknown);  // ADD wants two words
    CHECK(keyword("FROM a\nRNU x\n") == ast::Keyword::run);
    CHECK(keyword("FROM a\nRXU x\n") == ast::Keyword::unknown);
    CHECK(keyword("FROM a\nfor i in 1 2\n") == ast::Keyword::unknown);
    CHECK(keyword("FROM a\nRUQ <<E\n") == ast::Keyword::unknown);
    CHECK(keyword("FROM a\nLABEEL x=y\n") == ast::Keyword::label);
    CHECK(Broken("FROM a\nLABEEL x=y\n")->file().instructions.back().is_faulty);
}

TEST_CASE("a COPY of which only the keyword is there may put anything anywhere") {
    Broken const build("FROM scratch\nCOPY\nENTRYPOINT []\nENTRYPOINQ []\nRUN x\n");
    auto const& stage = build->stages()[0];
    REQUIRE(stage.transfers.size() == 1);
    CHECK(!stage.transfers[0].target.is_known());
    CHECK(build->landing(build->file().instructions.back(), "/x").kind
          == model::Landing::Kind::unknown);
    CHECK(stage.config.entrypoint.is_set());
    CHECK(stage.config.entrypoint.value.arguments.empty());
}

TEST_CASE("a setting of which only the keyword is there is not known") {
    auto const config = [](std::string const& text) {
        return Broken("FROM scratch\n" + text)->stages()[0].config;
    };
    CHECK(config("USER a\nUSER\n").user.is_unknown());
    CHECK(config("STOPSIGNAL\n").stop_signal.is_unknown());
    CHECK(config("HEALTHCHECK\n").healthcheck.is_unknown());
    CHECK(config("SHELL\n").shell.is_unknown());
    CHECK(config("SHELL bash -c\n").shell.is_unknown());
    CHECK(!config("USER a\nLABEL\n").user.is_unknown());
    Broken const whole("FROM scratch\nENV A=b\n");
    CHECK(whole->stages()[0].config.find_environment("A")->value.is_known());
    Broken const broken("FROM scratch\nENV A=b\nENV\n");
    CHECK(!broken->stages()[0].config.find_environment("A")->value.is_known());
}

}  // namespace
}  // namespace dockcheck::test
