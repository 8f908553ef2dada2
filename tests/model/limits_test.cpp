// What nobody writes must not cost much: values that double, and chains of stages without end.
#include <doctest/doctest.h>
#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::test {
namespace {

class Read {
 public:
    explicit Read(std::string const& text)
        : source_("Dockerfile", text), build_(source_, nullptr, options_, arena_) {}
    model::Build const* operator->() const { return &build_; }

 private:
    Arena arena_;
    model::BuildOptions options_;
    Source source_;
    model::Build build_;
};

std::string repeated(std::string const& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) result += text;
    return result;
}

TEST_CASE("a value that doubles again and again is unknown in the end") {
    Read const few("FROM a\nENV A=x\n" + repeated("ENV A=$A$A\n", 10));
    CHECK(few->stages()[0].config.find_environment("A")->value.text_or_empty().size() == 1024);
    Read const many("FROM a\nENV A=x\n" + repeated("ENV A=$A$A\n", 5000));
    CHECK(!many->stages()[0].config.find_environment("A")->value.is_known());
    // All values together have an allowance, and behind it variables are unknown.
    Read const labels("FROM a\nENV A=x\n" + repeated("ENV A=$A$A\n", 17)
                      + repeated("LABEL a=$A\n", 5000) + "LABEL b=$A c=d\n");
    auto const all = labels->stages()[0].config.labels;
    CHECK(all[0].value.text_or_empty().size() == 1 << 17);
    CHECK(!all[all.size() - 2].value.is_known());
    CHECK(all.back().value.text_or_empty() == "d");
}

TEST_CASE("a chain of stages is followed as long as an image may have layers") {
    Read const build("FROM a AS b\n" + repeated("FROM b AS b\n", 500) + "RUN x\n");
    auto const stages = build->stages();
    CHECK(stages[1].parent == &stages[0]);
    CHECK(stages[200].generation == 200);
    CHECK(stages[201].parent == nullptr);
    CHECK(stages[201].base.stage == &stages[200]);
    CHECK(stages[0].reach == model::Reach::final);
}

TEST_CASE("a stage is used by those that name it and by those that may") {
    auto const used = [](std::string const& text) {
        std::string result;
        Read const build(text);
        for (auto const& stage : build->stages()) result += stage.may_be_used ? '+' : '.';
        return result;
    };
    CHECK(used("FROM a AS b\nFROM b\nFROM c\n") == "+..");
    CHECK(used("FROM a AS b\nFROM a\nCOPY --from=b x y\nRUN --mount=from=0,target=/x y\n") == "+.");
    CHECK(used("FROM a AS b\nFROM a\nCOPY --from=1 x y\n") == "..");
    CHECK(used("ARG x=y\nFROM a AS b\nFROM a\nFROM $x\nFROM c\n") == "++..");
    CHECK(used("ARG x\nFROM a AS b\nFROM $x\n") == "++");
}

}  // namespace
}  // namespace dockcheck::test
