// JSON whose values know where they stand, and what is said of a broken text.
#include "analyzer/json/read.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/text/line_index.hpp"

namespace dockcheck::test {
namespace {

using namespace json;

/// A text and what was read of it.
struct Text {
    explicit Text(std::string_view bytes, Budget budget = {}) : source("a.json", bytes) {
        mistake = read(source, budget, tree);
    }

    Source source;
    Tree tree;
    std::optional<Mistake> mistake;
};

/// "LINE:COLUMN: what is wrong", or "none".
std::string mistake(std::string_view bytes, Budget budget = {}) {
    Text const text(bytes, budget);
    if (!text.mistake) return "none";
    auto const at = LineIndex(bytes).position(text.mistake->offset);
    return fmt::format("{}:{}: {}", at.line, at.column, text.mistake->text);
}

void describe(Node const& node, std::string& out) {
    auto const bytes = node.source->bytes();
    out += fmt::format("{}|{}|{}\n", pointer_to(node),
                       bytes.substr(node.key_span.begin, node.key_span.size()),
                       bytes.substr(node.span.begin, node.span.size()));
    for (auto const& child : node.children) describe(child, out);
}

std::string description(std::string_view text) {
    Text const read(text);
    REQUIRE_FALSE(read.mistake);
    std::string out;
    for (auto const& root : read.tree.roots) describe(root, out);
    return out;
}

TEST_CASE("each value has its pointer, its name and its bytes") {
    CHECK(description(" {\"a\" : [ 1 ,-2.5e3, true,null ] ,\n\"b/c~d\":{ \"\":\"x\"}, \"e\": {}}\n")
          == "||{\"a\" : [ 1 ,-2.5e3, true,null ] ,\n\"b/c~d\":{ \"\":\"x\"}, \"e\": {}}\n"
             "/a|\"a\"|[ 1 ,-2.5e3, true,null ]\n"
             "/a/0||1\n"
             "/a/1||-2.5e3\n"
             "/a/2||true\n"
             "/a/3||null\n"
             "/b~1c~0d|\"b/c~d\"|{ \"\":\"x\"}\n"
             "/b~1c~0d/|\"\"|\"x\"\n"
             "/e|\"e\"|{}\n");
}

TEST_CASE("values one after the other are JSON lines") {
    CHECK(description("{\"a\":1}\n{\"a\":2}\n[]") == "||{\"a\":1}\n/a|\"a\"|1\n"
                                                      "||{\"a\":2}\n/a|\"a\"|2\n||[]\n");
}

TEST_CASE("a byte order mark before the text is nothing") {
    CHECK(description("\xEF\xBB\xBF[1]") == "||[1]\n/0||1\n");
}

/// What each byte of the first string stands for.
std::string ways_back(std::string_view text) {
    Text const read(text);
    REQUIRE_FALSE(read.mistake);
    auto const& node = read.tree.roots.front();
    std::string out;
    for (std::uint32_t i = 0; i < node.text.size(); ++i) {
        auto const span = node.text.source({i, i + 1});
        out += fmt::format("{}<{}", i == 0 ? "" : " ",
                           node.source->bytes().substr(span.begin, span.size()));
    }
    auto const whole = node.text.source();
    out += fmt::format(" all<{}", node.source->bytes().substr(whole.begin, whole.size()));
    return out;
}

TEST_CASE("bytes of a string map back to its escapes") {
    CHECK(ways_back(R"("ab")") == "<a <b all<ab");
    CHECK(ways_back(R"("a\n\"b")") == R"(<a <\n <\" <b all<a\n\"b)");
    CHECK(ways_back(R"("\u0026x")") == R"(<\u0026 <x all<\u0026x)");
    CHECK(ways_back(R"("\u00e9\u20ac")")
          == R"(<\u00e9 <\u00e9 <\u20ac <\u20ac <\u20ac all<\u00e9\u20ac)");
    CHECK(ways_back(R"("\ud83d\ude00!")")
          == R"(<\ud83d\ude00 <\ud83d\ude00 <\ud83d\ude00 <\ud83d\ude00 <! all<\ud83d\ude00!)");
    CHECK(ways_back(R"("")") == " all<");
}

TEST_CASE("a member is found as the engines find it") {
    Text const text(R"({"user": "a", "User": "b", "USER": "c"})");
    auto const& root = text.tree.roots.front();
    CHECK(root.find("User")->text.text() == "c");
    CHECK(root.find_exactly("User")->text.text() == "b");
    CHECK(root.find("Use") == nullptr);
}

TEST_CASE("the value that a place is in is found") {
    Text const text(R"({"a": ["xy", {"b": 1}]})");
    auto const at = [&](std::uint32_t begin, std::uint32_t end) {
        auto const* const node = text.tree.node_at({begin, end});
        return node == nullptr ? "none" : pointer_to(*node);
    };
    CHECK(at(8, 10) == "/a/0");
    CHECK(at(1, 2) == "/a");
    CHECK(at(17, 18) == "/a/1/b");
    CHECK(at(7, 15) == "/a");
    CHECK(at(0, 1) == "");
    CHECK(at(0, 100) == "none");
}

TEST_CASE("a broken text is told with its place") {
    CHECK(mistake("") == "1:1: there is no JSON value here");
    CHECK(mistake("  \n ") == "2:2: there is no JSON value here");
    CHECK(mistake("{\n  \"a\": 1,\n}") == "3:1: a member's name in quotes is missing");
    CHECK(mistake("{\"a\" 1}") == "1:6: a ':' is missing behind the name");
    CHECK(mistake("{\"a\": 1 \"b\": 2}") == "1:9: a ',' or '}' is missing");
    CHECK(mistake("[1 2]") == "1:4: a ',' or ']' is missing");
    CHECK(mistake("[nul]") == "1:5: this is no JSON value");
    CHECK(mistake("{\"a\": [1, 2").starts_with("1:12: "));
    CHECK(mistake("[\"a") == "1:4: the string has no closing quote");
    CHECK(mistake("[\"\xFF\"]").starts_with("1:3: "));
    CHECK(mistake("[\"\\ud800\"]").starts_with("1:3: "));
    CHECK(mistake("[1] x") == "1:5: this is no JSON value");
}

TEST_CASE("what is too deep or too much is told") {
    CHECK(mistake("[[[1]]]", {3}) == "none");
    CHECK(mistake("[[[[1]]]]", {3}) == "1:4: values are nested more than 3 deep");
    CHECK(mistake(std::string(1'000'000, '['), {128})
          == "1:129: values are nested more than 128 deep");
    constexpr auto any = ~std::uint32_t{0};
    CHECK(mistake("[1,2]", {any, 3}) == "none");
    CHECK(mistake("[1,2,3]", {any, 3}) == "1:7: there are too many values in this text");
    CHECK(mistake(R"(["\n\n"])", {any, any, 2}) == "none");
    CHECK(mistake(R"(["\n", "\n\n"])", {any, any, 2})
          == "1:8: there are too many escapes in the strings of this text");
}

TEST_CASE("JSON of any depth and with any bytes comes to an end") {
    CHECK(mistake(std::string(200'000, '[')) != "none");
    auto const deep = std::string(100'000, '[') + std::string(100'000, ']');
    Text const text(deep);
    REQUIRE_FALSE(text.mistake);
    CHECK(text.tree.roots.front().span.end == deep.size());
}

}  // namespace
}  // namespace dockcheck::test
