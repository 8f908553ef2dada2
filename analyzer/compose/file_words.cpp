// From lines and columns to bytes.
#include "analyzer/compose/file_words.hpp"

#include <algorithm>

namespace dockcheck::compose {

Span FileWords::span_of(std::string_view text, Mark mark) const {
    auto begin = offset(mark);
    bool const is_quoted = begin < bytes_.size() && (bytes_[begin] == '"' || bytes_[begin] == '\'');
    if (is_quoted && !text.starts_with(bytes_[begin])) ++begin;
    bool const is_same = bytes_.substr(begin).starts_with(text);
    return {begin, begin + (is_same ? static_cast<std::uint32_t>(text.size()) : 0)};
}

std::uint32_t FileWords::offset(Mark mark) const {
    if (mark.line == 0 || mark.line > lines_.line_count()) return 0;
    auto const line = lines_.line_span(mark.line);
    // The reader does not count the mark of the encoding.
    std::uint32_t const front = mark.line == 1 && bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    return std::min(line.begin + front + std::max(mark.column, 1U) - 1, line.end);
}

}  // namespace dockcheck::compose
