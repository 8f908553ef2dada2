// Lines and columns of one source, quick also on lines of many megabytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/text/line_index.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck {

enum class ColumnUnit : std::uint8_t { code_points, utf16, bytes };

/// Both 1-based; `end` is behind the last character.
struct Range {
    Position start;
    Position end;
};

/// Finds positions. On a long line it keeps the columns at some offsets, so that a report with
/// many findings on that line does not count from its start each time.
class Positions {
 public:
    explicit Positions(Source const& source) : text_(source.bytes()), lines_(source.bytes()) {}

    [[nodiscard]] LineIndex const& lines() const { return lines_; }
    Position position(std::uint32_t offset, ColumnUnit unit);
    Range range(Span span, ColumnUnit unit) {
        return {position(span.begin, unit), position(span.end, unit)};
    }

 private:
    struct Mark {
        std::uint32_t offset;
        std::uint32_t code_points;  ///< column at the offset
        std::uint32_t utf16;
    };

    Mark advance(Mark from, std::uint32_t offset) const;
    std::vector<Mark> const& marks(std::uint32_t line);

    std::string_view text_;
    LineIndex lines_;
    std::unordered_map<std::uint32_t, std::vector<Mark>> marks_;  ///< by line
};

}  // namespace dockcheck
