// Drawing a line into cells and choosing the ones to show.
#include "analyzer/report/line_view.hpp"

#include <algorithm>

#include "analyzer/report/visible.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

constexpr std::uint32_t tab_width = 4;
constexpr std::string_view ellipsis = "...";
constexpr std::uint32_t ellipsis_width = 3;
constexpr std::string_view mask_text = "***";
/// Bytes looked at for each column that there is room for: what fits is shorter, unless it is full
/// of combining characters.
constexpr std::uint32_t bytes_per_column = 8;

/// Moves back to the start of the code point that holds the offset.
std::uint32_t character_start(std::string_view text, std::uint32_t offset, std::uint32_t begin) {
    for (int steps = 0; steps < 3 && offset > begin; ++steps, --offset) {
        if ((static_cast<std::uint8_t>(text[offset]) & 0xC0) != 0x80) break;
    }
    return offset;
}

/// The part of a line worth drawing.
Span near_focus(std::string_view source, Span line, Span focus, std::uint32_t width) {
    auto const reach = width * bytes_per_column;
    if (line.size() <= 2 * reach) return line;
    auto const center = std::clamp(focus.begin, line.begin, line.end);
    Span part = line;
    if (center - line.begin > reach) {
        part.begin = character_start(source, center - reach, line.begin);
    }
    if (line.end - center > reach) part.end = character_start(source, center + reach, line.begin);
    return part;
}

}  // namespace

LineView::LineView(std::string_view source, Span line, Span focus, std::span<Span const> masked,
                   std::uint32_t width)
    : source_(source), line_(line) {
    auto const part = near_focus(source, line, focus, width);
    draw(source, part, masked);
    cut(focus, width, part.begin > line.begin, part.end < line.end);
    while (text_.ends_with(' ')) text_.pop_back();
}

void LineView::draw(std::string_view source, Span part, std::span<Span const> masked) {
    std::uint32_t column = 0;
    auto mask = std::ranges::upper_bound(masked, part.begin, {}, &Span::end);
    for (auto at = part.begin; at < part.end;) {
        auto const begin = static_cast<std::uint32_t>(drawn_.size());
        while (mask != masked.end() && mask->end <= at) ++mask;
        if (mask != masked.end() && mask->begin <= at) {
            auto const end = std::min(mask->end, part.end);
            drawn_ += mask_text;
            cells_.push_back({{at, end}, column, ellipsis_width, begin});
            at = end;
        } else if (source[at] == '\t') {
            auto const width = tab_width - column % tab_width;
            drawn_.append(width, ' ');
            cells_.push_back({{at, at + 1}, column, width, begin});
            ++at;
        } else {
            auto const next = decode(source.substr(at, part.end - at));
            auto const width = append_visible(next.value, drawn_);
            cells_.push_back({{at, at + next.size}, column, width, begin});
            at += next.size;
        }
        column += cells_.back().width;
    }
    last_ = cells_.size();
}

std::uint32_t LineView::text_end(std::size_t cell) const {
    return cell + 1 < cells_.size() ? cells_[cell + 1].text_begin
                                    : static_cast<std::uint32_t>(drawn_.size());
}

std::uint32_t LineView::end_column() const {
    return cells_.empty() ? 0 : cells_.back().column + cells_.back().width;
}

void LineView::cut(Span focus, std::uint32_t width, bool more_before, bool more_after) {
    if (!more_before && !more_after && end_column() <= width) {
        text_ = drawn_;
        return;
    }
    auto const room = width > 2 * ellipsis_width + 4 ? width - 2 * ellipsis_width : 4;
    // The focus as far as drawn; then the shown part begins such that all of it fits, or, when it
    // is long, at a bit of what stands before it.
    auto const wanted = columns(focus);
    auto const context = room / 4;
    std::uint32_t from = 0;
    if (wanted.end > room) {
        from = wanted.end - room + std::min(context, room / 2);
        from = std::min(from, wanted.begin > context ? wanted.begin - context : 0);
    }
    while (first_ < cells_.size() && cells_[first_].column < from) ++first_;
    // A combining character stays with its base.
    while (first_ < cells_.size() && first_ > 0 && cells_[first_].width == 0) ++first_;
    shift_ = first_ < cells_.size() ? cells_[first_].column : end_column();
    last_ = first_;
    while (last_ < cells_.size() && cells_[last_].column + cells_[last_].width - shift_ <= room) {
        ++last_;
    }
    bool const cut_before = more_before || first_ > 0;
    bool const cut_after = more_after || last_ < cells_.size();
    lead_ = cut_before ? ellipsis_width : 0;
    if (cut_before) text_ += ellipsis;
    if (first_ < last_) {
        auto const begin = cells_[first_].text_begin;
        text_ += std::string_view(drawn_).substr(begin, text_end(last_ - 1) - begin);
    }
    if (cut_after) text_ += ellipsis;
}

Columns LineView::columns(Span span) const {
    auto const column_of = [&](std::size_t cell) {
        if (cell >= last_) {
            auto const end = last_ == 0 ? 0 : cells_[last_ - 1].column + cells_[last_ - 1].width;
            return std::max(end, shift_) - shift_ + lead_;
        }
        return std::max(cells_[cell].column, shift_) - shift_ + lead_;
    };
    // The cell that holds the first byte, and the one behind that which holds the last byte.
    auto const holding = std::ranges::upper_bound(cells_, span.begin, {},
                                                  [](Cell const& cell) { return cell.source.end; });
    auto const behind = std::ranges::lower_bound(
        cells_, span.end, {}, [](Cell const& cell) { return cell.source.begin; });
    auto const first = static_cast<std::size_t>(holding - cells_.begin());
    auto const last = static_cast<std::size_t>(behind - cells_.begin());
    Columns result{column_of(std::max(first, first_)), column_of(std::max(last, first_))};
    result.end = std::max(result.end, result.begin + 1);
    return result;
}

bool LineView::begins_at(std::uint32_t offset) const {
    // Blanks that nobody could see are not searched: the search would take as long as the line is.
    constexpr std::uint32_t farthest = 1000;
    if (offset > line_.begin + farthest) return false;
    auto const before = source_.substr(line_.begin, std::max(offset, line_.begin) - line_.begin);
    return before.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace dockcheck
