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
    CHECK(!Broken("FROM scratch\nENW A=b\nRUN x\n").knows("A"));
    CHECK(Broken("FROM scratch\nLABLE A=b\nRUN x\n").knows("A"));
    CHECK(Broken("ARG\nFROM $A\n")->stages()[0].base.kind == model::Reference::Kind::unknown);
}

TEST_CASE("a broken FROM may name any stage") {
    using Kind = model::Reference::Kind;
    auto const source = [](std::string const& text) {
        return Broken(text)->stages().back().transfers[0].from->kind;
    };
    CHECK(source("FROM a AS b\nFROM c\nCOPY --from=d /x /y\n") == Kind::image);
    CHECK(source("FRAM a AS d\nFROM c\nCOPY --from=d /x /y\n") == Kind::unknown);
    CHECK(source("FRAM a AS d\nFROM c\nCOPY --from=d:1 /x /y\n") == Kind::image);
}

TEST_CASE("a broken COPY may use any stage, and a broken WORKDIR may go anywhere") {
    CHECK(!Broken("FROM a AS b\nFROM c\n")->stages()[0].may_be_used);
    CHECK(Broken("FROM a AS b\nFROM c\nCOPPY --from=b x y\n")->stages()[0].may_be_used);
    CHECK(!Broken("FROM a AS b\nFROM c\nLABLE a=b\n")->stages()[0].may_be_used);
    CHECK(Broken("FROM a\nWORKDIR\n")->stages()[0].config.workdir.is_unknown());
}

}  // namespace
}  // namespace dockcheck::test
