// Counting from the nearest mark, so that no answer depends on how long a line is.
#include "analyzer/lsp/text_positions.hpp"

#include <algorithm>

#include "analyzer/text/utf8.hpp"

namespace dockcheck::lsp {
namespace {

constexpr std::uint32_t block_size = 1024;

std::vector<std::uint32_t> line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts{0};
    for (auto at = text.find_first_of("\r\n"); at != std::string_view::npos;
         at = text.find_first_of("\r\n", at)) {
        bool const is_pair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        at += is_pair ? 2 : 1;
        starts.push_back(static_cast<std::uint32_t>(at));
    }
    return starts;
}

}  // namespace

TextPositions::TextPositions(std::string_view text, Encoding encoding)
    : text_(text), encoding_(encoding), starts_(line_starts(text)) {
    if (encoding == Encoding::utf8) return;
    Mark mark{0, 0};
    for (std::uint32_t block = 0; block <= text.size(); block += block_size) {
        while (mark.offset < block && mark.offset < text.size()) mark = step(mark);
        marks_.push_back(mark);
    }
}

/// Over one character.
TextPositions::Mark TextPositions::step(Mark mark) const {
    if (static_cast<unsigned char>(text_[mark.offset]) < 0x80) {
        return {mark.offset + 1, mark.units + 1};
    }
    auto const next = decode(text_.substr(mark.offset));
    return {mark.offset + next.size, mark.units + (next.value > 0xFFFF ? 2 : 1)};
}

std::uint32_t TextPositions::units_before(std::uint32_t offset) const {
    if (encoding_ == Encoding::utf8) return offset;
    auto block = static_cast<std::size_t>(offset / block_size);
    if (marks_[block].offset > offset && block > 0) --block;
    auto mark = marks_[block];
    while (mark.offset < offset) {
        auto const next = step(mark);
        if (next.offset > offset) break;
        mark = next;
    }
    return mark.units;
}

std::uint32_t TextPositions::offset_of(std::uint32_t units) const {
    if (encoding_ == Encoding::utf8) return units;
    auto const behind = std::ranges::upper_bound(marks_, units, {}, &Mark::units);
    auto mark = *(behind - 1);
    while (mark.units < units && mark.offset < text_.size()) {
        auto const next = step(mark);
        if (next.units > units) break;
        mark = next;
    }
    return mark.offset;
}

/// Where the character begins that an offset is in the middle of.
std::uint32_t TextPositions::character_start(std::uint32_t offset) const {
    constexpr std::uint32_t longest = 4;
    auto const is_inside = [&](std::uint32_t at) {
        return at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80;
    };
    if (!is_inside(offset)) return offset;
    for (std::uint32_t back = 1; back < longest && back <= offset; ++back) {
        if (decode(text_.substr(offset - back)).size > back) return offset - back;
    }
    return offset;
}

std::uint32_t TextPositions::end_of_line(std::size_t line) const {
    if (line + 1 >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
    auto end = starts_[line + 1] - 1;
    if (text_[end] == '\n' && end > starts_[line] && text_[end - 1] == '\r') --end;
    return end;
}

Position TextPositions::position(std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    auto const behind = std::ranges::upper_bound(starts_, offset);
    auto const start = *(behind - 1);
    auto const line = static_cast<std::uint32_t>(behind - starts_.begin() - 1);
    // Between the two bytes of a line end there is no position.
    auto const inside = character_start(std::min(offset, end_of_line(line)));
    return {line, units_before(inside) - units_before(start)};
}

std::uint32_t TextPositions::offset(Position position) const {
    if (position.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
    auto const start = starts_[position.line];
    auto const end = end_of_line(position.line);
    auto const before = units_before(start);
    auto const room = units_before(end) - before;
    return character_start(offset_of(before + std::min(position.character, room)));
}

Span TextPositions::span(Range const& range) const {
    auto const begin = offset(range.start);
    auto const end = offset(range.end);
    return {std::min(begin, end), std::max(begin, end)};
}

}  // namespace dockcheck::lsp
