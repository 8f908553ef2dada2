// One line of a source as a terminal shows it: measured, cut to a width, secrets hidden.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck {

/// Columns [begin, end) of the shown text, 0-based.
struct Columns {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Shows at most `width` columns of a line, those around `focus` when it is longer; cut ends are
/// `...`. Tabs reach to the next multiple of four. Work is bounded by the width, not by the line.
class LineView {
 public:
    /// `masked` are sorted spans of the source that are shown as `***`.
    LineView(std::string_view source, Span line, Span focus, std::span<Span const> masked,
             std::uint32_t width);

    /// Without blanks at the end.
    [[nodiscard]] std::string const& text() const { return text_; }
    /// Where a span is shown; at least one column wide, also when it is empty or cut off.
    [[nodiscard]] Columns columns(Span span) const;
    /// True when nothing but blanks stands before the offset.
    [[nodiscard]] bool begins_at(std::uint32_t offset) const;

 private:
    /// What is shown of one code point, or of a hidden secret.
    struct Cell {
        Span source;
        std::uint32_t column;  ///< in the uncut line
        std::uint32_t width;
        std::uint32_t text_begin;  ///< in drawn_
    };

    void draw(std::string_view source, Span part, std::span<Span const> masked);
    void cut(Span focus, std::uint32_t width, bool more_before, bool more_after);
    [[nodiscard]] std::uint32_t text_end(std::size_t cell) const;
    [[nodiscard]] std::uint32_t end_column() const;

    std::string_view source_;
    Span line_;
    std::vector<Cell> cells_;
    std::string drawn_;
    std::string text_;
    std::uint32_t shift_ = 0;  ///< columns of the uncut line before the shown part
    std::uint32_t lead_ = 0;   ///< columns of the `...` before it
    std::size_t first_ = 0;    ///< shown cells [first_, last_)
    std::size_t last_ = 0;
};

}  // namespace dockcheck
