// From byte offsets to the lines and columns that people and their tools count in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck {

/// A position as shown: both 1-based; columns count Unicode code points, a byte that is not UTF-8
/// is one column.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    friend constexpr auto operator<=>(Position, Position) = default;
};

/// Finds lines in a text. Only '\n' ends a line; a '\r' before it belongs to the line end.
class LineIndex {
 public:
    explicit LineIndex(std::string_view text);

    [[nodiscard]] Position position(std::uint32_t offset) const;
    /// 1-based line that holds the offset.
    [[nodiscard]] std::uint32_t line(std::uint32_t offset) const;
    /// A line (1-based) without its line end.
    [[nodiscard]] Span line_span(std::uint32_t line) const;
    [[nodiscard]] std::uint32_t line_count() const {
        return static_cast<std::uint32_t>(starts_.size());
    }

 private:
    std::string_view text_;
    std::vector<std::uint32_t> starts_;
};

}  // namespace dockcheck
