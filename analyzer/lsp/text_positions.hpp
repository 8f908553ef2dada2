// Positions as editors count them, and the offsets of bytes that they stand for.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck::lsp {

/// What a character of a Position is.
enum class Encoding : std::uint8_t { utf16, utf8 };

/// Both count from 0.
struct Position {
    std::uint32_t line = 0;
    std::uint32_t character = 0;
    friend constexpr auto operator<=>(Position, Position) = default;
};

/// `end` is behind the last character.
struct Range {
    Position start;
    Position end;
    friend constexpr auto operator<=>(Range const&, Range const&) = default;
};

/// Finds both in one text, which outlives this object. A line ends with "\n", "\r\n" or "\r", as
/// the protocol has it.
class TextPositions {
 public:
    TextPositions(std::string_view text, Encoding encoding);

    /// In the middle of a character it is where that begins.
    [[nodiscard]] Position position(std::uint32_t offset) const;
    [[nodiscard]] Range range(Span span) const {
        return {position(span.begin), position(span.end)};
    }
    /// What lies behind the end of its line, or of the text, stands for that end.
    [[nodiscard]] std::uint32_t offset(Position position) const;
    /// In the order of the text, whatever order they were given in.
    [[nodiscard]] Span span(Range const& range) const;

 private:
    /// The first character at or behind the beginning of a block of the text.
    struct Mark {
        std::uint32_t offset;
        std::uint32_t units;  ///< before it
    };

    [[nodiscard]] Mark step(Mark mark) const;
    [[nodiscard]] std::uint32_t units_before(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t offset_of(std::uint32_t units) const;
    [[nodiscard]] std::uint32_t character_start(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t end_of_line(std::size_t line) const;

    std::string_view text_;
    Encoding encoding_;
    std::vector<std::uint32_t> starts_;  ///< of lines
    std::vector<Mark> marks_;            ///< of blocks, for UTF-16
};

}  // namespace dockcheck::lsp
