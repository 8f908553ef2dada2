// Counting columns from the nearest known offset.
#include "analyzer/report/positions.hpp"

#include <algorithm>

#include "analyzer/text/byte_search.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

/// Bytes between known columns of a line.
constexpr std::uint32_t mark_distance = 1024;

}  // namespace

Positions::Mark Positions::advance(Mark from, std::uint32_t offset) const {
    while (from.offset < offset) {
        auto const plain = text_.substr(from.offset, offset - from.offset);
        auto const size = static_cast<std::uint32_t>(printable_size(plain));
        from = {from.offset + size, from.code_points + size, from.utf16 + size};
        if (from.offset >= offset) break;
        auto const next = decode(text_.substr(from.offset));
        from.offset += next.size;
        from.code_points += 1;
        from.utf16 += next.value > 0xFFFF ? 2 : 1;
    }
    return from;
}

std::vector<Positions::Mark> const& Positions::marks(std::uint32_t line) {
    auto const [found, is_new] = marks_.try_emplace(line);
    if (is_new) {
        auto const span = lines_.line_span(line);
        for (Mark mark{span.begin, 1, 1};; mark = advance(mark, mark.offset + mark_distance)) {
            found->second.push_back(mark);
            if (mark.offset + mark_distance > span.end) break;
        }
    }
    return found->second;
}

Position Positions::position(std::uint32_t offset, ColumnUnit unit) {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    auto const line = lines_.line(offset);
    auto const begin = lines_.line_span(line).begin;
    if (unit == ColumnUnit::bytes) return {line, offset - begin + 1};
    Mark nearest{begin, 1, 1};
    if (offset - begin > mark_distance) {
        auto const& known = marks(line);
        auto const after = std::ranges::upper_bound(known, offset, {}, &Mark::offset);
        nearest = *(after - 1);
    }
    auto const reached = advance(nearest, offset);
    return {line, unit == ColumnUnit::utf16 ? reached.utf16 : reached.code_points};
}

}  // namespace dockcheck
