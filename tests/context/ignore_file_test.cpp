// Ignore files: what BuildKit's patterns keep out, its faults included.
#include "analyzer/context/ignore_file.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using dockcheck::Source;
using dockcheck::context::IgnoreFile;

/// The paths that an ignore file keeps, joined with blanks.
std::string kept(std::string_view text, std::vector<std::string_view> const& paths) {
    Source const source(".dockerignore", text);
    IgnoreFile const ignore(source);
    std::string result;
    for (auto const path : paths) {
        if (ignore.verdict(path).excluded) continue;
        if (!result.empty()) result += ' ';
        result += path;
    }
    return result;
}

std::string patterns_of(std::string_view text) {
    Source const source(".dockerignore", text);
    IgnoreFile const ignore(source);
    std::string result;
    for (auto const& pattern : ignore.patterns()) {
        if (!result.empty()) result += '\n';
        result += (pattern.negated ? "not " : "") + pattern.text + " <"
                  + std::string(text.substr(pattern.span.begin, pattern.span.size())) + ">";
    }
    return result;
}

}  // namespace

TEST_CASE("patterns are anchored at the root and match below themselves") {
    CHECK(kept("foo", {"foo", "foo/a", "a/foo", "foobar"}) == "a/foo foobar");
    CHECK(kept("/foo/", {"foo", "foo/a", "a/foo"}) == "a/foo");
    CHECK(kept("**/foo", {"foo", "a/foo/b", "a/xfoo"}) == "a/xfoo");
    CHECK(kept("*.py", {"x.py", "a/x.py", ".py"}) == "a/x.py");
}

TEST_CASE("two stars take in folders: at the start, at the end, in between") {
    CHECK(kept("**foo", {"foo", "xfoo", "a/xfoo", "fool"}) == "fool");
    CHECK(kept("foo/**", {"foo", "foo/a", "foo/a/b"}) == "foo");
    CHECK(kept("foo**", {"foo", "foobar", "foo/a", "a"}) == "a");
    CHECK(kept("a/**/b", {"a/b", "a/x/b", "a/x/y/b", "ab"}) == "ab");
    CHECK(kept("**", {"a", "a/b"}).empty());
    CHECK(kept("**/*.pyc", {"x.pyc", "a/b/x.pyc", "x.py"}) == "x.py");
}

TEST_CASE("the last pattern that matches decides") {
    CHECK(kept("*\n!a/b", {"a", "a/b", "a/b/c", "a/c", "d"}) == "a/b a/b/c");
    CHECK(kept("a\n!a/b\na/b/c", {"a/b/x", "a/b/c"}) == "a/b/x");
}

TEST_CASE("comments begin with the first byte of a line, blanks around a pattern go") {
    CHECK(patterns_of("# c\n #x\n\n  a/./b//  \n! c\n") == "#x <#x>\na/b <a/./b//>\nnot c <! c>");
    CHECK(patterns_of("\xEF\xBB\xBF# c\nb\r\n") == "b <b>");
}

TEST_CASE("an exclamation mark that a first cleaning uncovers counts") {
    CHECK(patterns_of("*\n/!a\n./!b") == "* <*>\nnot a </!a>\nnot b <./!b>");
}

TEST_CASE("braces, bars and carets act as regular expressions beside wildcards") {
    CHECK(kept("a|b*", {"a|bc", "ax", "c"}) == "c");
    CHECK(kept("a{2}*", {"aax", "a{2}x"}) == "a{2}x");
    CHECK(kept("^a*", {"ab", "^ab"}) == "^ab");
    CHECK(kept("a|b", {"a|b", "a"}) == "a");
    CHECK(kept("[!a]", {"!", "a", "b"}) == "b");
}

TEST_CASE("a file that fails the build keeps everything and says where") {
    for (std::string_view const text : {"a\n!\n", "a\n[\n", "a\nb\\\n", "a\n! \n"}) {
        CAPTURE(text);
        Source const source(".dockerignore", text);
        IgnoreFile const ignore(source);
        CHECK(ignore.is_malformed());
        CHECK(ignore.malformed()->begin == 2);
        CHECK_FALSE(ignore.verdict("a").excluded);
    }
    Source const source(".dockerignore", "[z-a]");
    CHECK(IgnoreFile(source).is_malformed());
    CHECK(IgnoreFile(source).verdict("x").fails);
}

TEST_CASE("a verdict names the pattern that decided") {
    Source const source(".dockerignore", "*\n!keep\n");
    IgnoreFile const ignore(source);
    CHECK(ignore.verdict("x").last->text == "*");
    CHECK(ignore.verdict("keep/y").last->text == "keep");
    CHECK(ignore.has_negation());
    CHECK(ignore.pattern_matches(ignore.patterns()[1], "keep/y"));
}

TEST_CASE("a question mark stands for a whole character, behind a star too") {
    auto const excludes = [](std::string_view pattern, std::string_view path) {
        Source const source(".dockerignore", pattern);
        return IgnoreFile(source).verdict(path).excluded;
    };
    CHECK_FALSE(excludes("*??", "\xE4\xB8\x96"));
    CHECK(excludes("*??", "\xE4\xB8\x96x"));
    CHECK(excludes("**/*?", "a/\xE4\xB8\x96"));
}

TEST_CASE("hostile patterns cost no more than linear time") {
    std::string text;
    for (int i = 0; i < 30000; ++i) text += "*a";
    Source const source(".dockerignore", text + "b");
    CHECK_FALSE(IgnoreFile(source).verdict(std::string(4000, 'a')).excluded);
}
