// Positions of editors: characters of UTF-16 and UTF-8, and all ends of lines.
#include "analyzer/lsp/text_positions.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::lsp {
namespace {

std::string shown(Position position) {
    return std::to_string(position.line) + ":" + std::to_string(position.character);
}

/// Where the first such piece of a text begins, in both encodings.
std::string place_of(std::string_view piece, std::string_view text) {
    auto const offset = static_cast<std::uint32_t>(text.find(piece));
    TextPositions const utf16(text, Encoding::utf16);
    TextPositions const utf8(text, Encoding::utf8);
    CHECK(utf16.offset(utf16.position(offset)) == offset);
    CHECK(utf8.offset(utf8.position(offset)) == offset);
    return shown(utf16.position(offset)) + " " + shown(utf8.position(offset));
}

TEST_CASE("a character is a unit of UTF-16, or a byte where the editor wants that") {
    CHECK(place_of("x", "RUN x") == "0:4 0:4");
    CHECK(place_of("x", "RUN 日本 x") == "0:7 0:11");
    CHECK(place_of("x", "RUN 🐍 x") == "0:7 0:9");
    CHECK(place_of("x", "RUN e\u0301 x") == "0:7 0:8");
    CHECK(place_of("x", "RUN\t\tx") == "0:5 0:5");
    CHECK(place_of("x", "日\nRUN 🐍🐍 x") == "1:9 1:13");
}

TEST_CASE("a line ends as the protocol says") {
    CHECK(place_of("x", "a\nb\nx") == "2:0 2:0");
    CHECK(place_of("x", "a\r\nb\r\nx") == "2:0 2:0");
    CHECK(place_of("x", "a\rb\rx") == "2:0 2:0");
    CHECK(place_of("x", "a\n\r\n\r\rx") == "4:0 4:0");
    TextPositions const positions("ab\r\ncd", Encoding::utf16);
    // Nothing is between the two bytes of a line end.
    CHECK(shown(positions.position(2)) == "0:2");
    CHECK(shown(positions.position(3)) == "0:2");
    CHECK(shown(positions.position(4)) == "1:0");
}

TEST_CASE("what lies behind the end of a line or of the text is that end") {
    TextPositions const positions("ab\r\n🐍d\n", Encoding::utf16);
    CHECK(positions.offset({0, 99}) == 2);
    CHECK(positions.offset({0, ~std::uint32_t{0}}) == 2);
    CHECK(positions.offset({1, 99}) == 9);
    CHECK(positions.offset({2, 0}) == 10);
    CHECK(positions.offset({3, 0}) == 10);
    CHECK(positions.offset({~std::uint32_t{0}, ~std::uint32_t{0}}) == 10);
    CHECK(shown(positions.position(99)) == "2:0");
}

TEST_CASE("the middle of a character is where it begins") {
    TextPositions const utf16("a🐍b", Encoding::utf16);
    CHECK(utf16.offset({0, 1}) == 1);
    CHECK(utf16.offset({0, 2}) == 1);
    CHECK(utf16.offset({0, 3}) == 5);
    CHECK(shown(utf16.position(3)) == "0:1");
    TextPositions const utf8("a日b", Encoding::utf8);
    CHECK(utf8.offset({0, 2}) == 1);
    CHECK(utf8.offset({0, 3}) == 1);
    CHECK(utf8.offset({0, 4}) == 4);
    CHECK(shown(utf8.position(2)) == "0:1");
    // A byte that belongs to no character is one by itself.
    TextPositions const broken("a\x80\xE6\x97 b", Encoding::utf8);
    CHECK(shown(broken.position(1)) == "0:1");
    CHECK(broken.offset({0, 3}) == 3);
}

TEST_CASE("a range is in the order of the text") {
    TextPositions const positions("abc\ndef", Encoding::utf16);
    CHECK(positions.span({{1, 1}, {0, 2}}) == Span{2, 5});
}

TEST_CASE("long lines and bytes that are no UTF-8 are counted alike in both directions") {
    std::string text = "RUN ";
    for (int i = 0; i < 3000; ++i) text += i % 7 == 0 ? "日" : i % 11 == 0 ? "🐍" : "x";
    text += "\n\xFF\xFE\x80 x\n" + text;
    for (auto const encoding : {Encoding::utf16, Encoding::utf8}) {
        TextPositions const positions(text, encoding);
        std::uint32_t units = 0;
        for (std::uint32_t at = 4; at < 3000;) {
            auto const lead = static_cast<unsigned char>(text[at]);
            auto const size = lead < 0x80 ? 1U : lead < 0xF0 ? 3U : 4U;
            auto const place = positions.position(at);
            CHECK(place == Position{0, 4 + units});
            CHECK(positions.offset(place) == at);
            at += size;
            units += encoding == Encoding::utf8 ? size : size == 4 ? 2 : 1;
        }
    }
    TextPositions const positions(text, Encoding::utf16);
    auto const offset = static_cast<std::uint32_t>(text.find("\xFF"));
    CHECK(shown(positions.position(offset + 4)) == "1:4");
}

TEST_CASE("an empty text has one place") {
    TextPositions const positions("", Encoding::utf16);
    CHECK(shown(positions.position(0)) == "0:0");
    CHECK(positions.offset({5, 5}) == 0);
}

}  // namespace
}  // namespace dockcheck::lsp
