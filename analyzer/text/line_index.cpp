// Finding lines and columns by a table of line starts.
#include "analyzer/text/line_index.hpp"

#include <algorithm>

#include "analyzer/text/utf8.hpp"

namespace dockcheck {

LineIndex::LineIndex(std::string_view text) : text_(text) {
    // Lines are seldom shorter.
    constexpr std::size_t bytes_a_line = 24;
    starts_.reserve(text.size() / bytes_a_line + 8);
    starts_.push_back(0);
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
}

std::uint32_t LineIndex::line(std::uint32_t offset) const {
    auto const after = std::ranges::upper_bound(starts_, offset);
    return static_cast<std::uint32_t>(after - starts_.begin());
}

Position LineIndex::position(std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    auto const number = line(offset);
    Position result{number, 1};
    for (auto at = starts_[number - 1]; at < offset; ++result.column) {
        at += decode(text_.substr(at)).size;
    }
    return result;
}

Span LineIndex::line_span(std::uint32_t line) const {
    auto const begin = starts_[line - 1];
    auto end = line < starts_.size() ? starts_[line] - 1 : static_cast<std::uint32_t>(text_.size());
    while (end > begin && text_[end - 1] == '\r') --end;
    return {begin, end};
}

}  // namespace dockcheck
