// Path patterns mean what gitignore(5) says.
#include "analyzer/text/glob.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck {
namespace {

bool names(std::string_view pattern, std::string_view path, EntryKind kind = EntryKind::file) {
    auto const glob = Glob::compile(pattern);
    REQUIRE(glob);
    return glob->matches(path, kind);
}

bool covers(std::string_view lines, std::string_view path) {
    GlobList list;
    list.add_lines(lines);
    return list.cover(path);
}

TEST_CASE("a pattern without a slash names an entry in any folder") {
    CHECK(names("build", "build"));
    CHECK(names("build", "a/b/build"));
    CHECK_FALSE(names("build", "a/builder"));
    CHECK(names("*.log", "a/b.log"));
    CHECK(names("D?ckerfile", "x/Dockerfile"));
}

TEST_CASE("a slash at the beginning or inside anchors a pattern") {
    CHECK(names("/build", "build"));
    CHECK_FALSE(names("/build", "a/build"));
    CHECK(names("a/build", "a/build"));
    CHECK_FALSE(names("a/build", "x/a/build"));
    CHECK(names("./a", "a"));
}

TEST_CASE("a slash at the end names folders alone") {
    CHECK(names("build/", "x/build", EntryKind::directory));
    CHECK_FALSE(names("build/", "x/build", EntryKind::file));
}

TEST_CASE("a star stops at slashes and two stars do not") {
    CHECK(names("a/*.txt", "a/b.txt"));
    CHECK_FALSE(names("a/*.txt", "a/b/c.txt"));
    CHECK(names("a/**/c.txt", "a/c.txt"));
    CHECK(names("a/**/c.txt", "a/b/b/c.txt"));
    CHECK(names("**/*.dev.Dockerfile", "x.dev.Dockerfile"));
    CHECK(names("**/*.dev.Dockerfile", "a/b/x.dev.Dockerfile"));
    CHECK(names("a/**", "a/b/c"));
    CHECK_FALSE(names("a/**", "a"));
    CHECK_FALSE(names("a**b", "a/b"));
}

TEST_CASE("brackets hold sets, ranges and their opposites") {
    CHECK(names("[ab].txt", "a.txt"));
    CHECK(names("[a-c]x", "bx"));
    CHECK_FALSE(names("[!a-c]x", "bx"));
    CHECK(names("[]-]x", "]x"));
    CHECK(names("[[:digit:]]x", "7x"));
}

TEST_CASE("a backslash takes the meaning from what follows") {
    CHECK(names("\\*x", "*x"));
    CHECK_FALSE(names("\\*x", "ax"));
    CHECK(names("a.b", "a.b"));
    CHECK_FALSE(names("a?.b", "axxb"));
}

TEST_CASE("a pattern that means nothing is an error") {
    CHECK(Glob::compile("a[b").error().text == "'[' without its ']'");
    CHECK(Glob::compile("").error().text == "the pattern is empty");
    CHECK(Glob::compile("!").error().text == "the pattern is empty");
    CHECK(Glob::compile(std::string(5000, '*')).error().text == "the pattern is too long");
}

TEST_CASE("of the lines of a .gitignore the last that matches decides") {
    CHECK(covers("*.txt\n!keep.txt\n", "a/b.txt"));
    CHECK_FALSE(covers("*.txt\n!keep.txt\n", "a/keep.txt"));
    CHECK(covers("# comment\r\n\r\nout  \r\n", "out/file"));
    CHECK(covers("\\#x\n", "#x"));
}

TEST_CASE("what lies in an excluded folder cannot be taken back") {
    CHECK(covers("out/\n!out/keep.txt\n", "out/keep.txt"));
    CHECK_FALSE(covers("out/*\n!out/keep.txt\n", "out/keep.txt"));
}

}  // namespace
}  // namespace dockcheck
