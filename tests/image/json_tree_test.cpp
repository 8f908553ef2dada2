// JSON whose values know where they stand, and what is said of a broken text.
#include "analyzer/image/readers/json_tree.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

namespace dockcheck::test {
namespace {

using namespace image;

Result<std::shared_ptr<Document const>> read(std::string text, Limits const& limits = {}) {
    Budget budget{limits.json_values, limits.json_escapes};
    return read_json("a.json", {}, std::move(text), limits, budget);
}

std::string mistake(std::string text, Limits const& limits = {}) {
    auto const document = read(std::move(text), limits);
    return document ? "none" : document.error().where + ": " + document.error().text;
}

void describe(Node const& node, std::string& out) {
    auto const bytes = node.source->bytes();
    out += fmt::format("{}|{}|{}\n", pointer_to(node),
                       bytes.substr(node.key_span.begin, node.key_span.size()),
                       bytes.substr(node.span.begin, node.span.size()));
    for (auto const& child : node.children) describe(child, out);
}

std::string description(std::string text) {
    auto const document = read(std::move(text));
    REQUIRE(document);
    std::string out;
    for (auto const& root : (*document)->roots) describe(root, out);
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
std::string ways_back(std::string text) {
    auto const document = read(std::move(text));
    REQUIRE(document);
    auto const& node = (*document)->roots.front();
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
    auto const document = read(R"({"user": "a", "User": "b", "USER": "c"})");
    REQUIRE(document);
    auto const& root = (*document)->roots.front();
    CHECK(root.find("User")->text.text() == "c");
    CHECK(root.find_exactly("User")->text.text() == "b");
    CHECK(root.find("Use") == nullptr);
}

TEST_CASE("the value that a place is in is found") {
    auto const document = read(R"({"a": ["xy", {"b": 1}]})");
    REQUIRE(document);
    auto const at = [&](std::uint32_t begin, std::uint32_t end) {
        auto const* const node = (*document)->node_at({begin, end});
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
    CHECK(mistake("") == "a.json:1:1: there is no JSON value here");
    CHECK(mistake("  \n ") == "a.json:2:2: there is no JSON value here");
    CHECK(mistake("{\n  \"a\": 1,\n}") == "a.json:3:1: a member's name in quotes is missing");
    CHECK(mistake("{\"a\" 1}") == "a.json:1:6: a ':' is missing behind the name");
    CHECK(mistake("{\"a\": 1 \"b\": 2}") == "a.json:1:9: a ',' or '}' is missing");
    CHECK(mistake("[1 2]") == "a.json:1:4: a ',' or ']' is missing");
    CHECK(mistake("[nul]") == "a.json:1:5: this is no JSON value");
    CHECK(mistake("{\"a\": [1, 2").starts_with("a.json:1:12: "));
    CHECK(mistake("[\"a") == "a.json:1:4: the string has no closing quote");
    CHECK(mistake("[\"\xFF\"]").starts_with("a.json:1:3: "));
    CHECK(mistake("[\"\\ud800\"]").starts_with("a.json:1:3: "));
    CHECK(mistake("[1] x") == "a.json:1:5: this is no JSON value");
}

TEST_CASE("what is too deep or too much is told") {
    Limits limits;
    limits.json_depth = 3;
    CHECK(mistake("[[[1]]]", limits) == "none");
    CHECK(mistake("[[[[1]]]]", limits) == "a.json:1:4: values are nested more than 3 deep");
    CHECK(mistake(std::string(1'000'000, '['))
          == "a.json:1:129: values are nested more than 128 deep");
    limits.json_values = 3;
    CHECK(mistake("[1,2]", limits) == "none");
    CHECK(mistake("[1,2,3]", limits) == "a.json:1:7: there are too many values in this text");
    limits.json_escapes = 2;
    CHECK(mistake(R"(["\n\n"])", limits) == "none");
    CHECK(mistake(R"(["\n", "\n\n"])", limits)
          == "a.json:1:8: there are too many escapes in the strings of this text");
}

}  // namespace
}  // namespace dockcheck::test
