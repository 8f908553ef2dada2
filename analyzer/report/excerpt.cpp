// Choosing the lines of an excerpt and drawing them.
#include "analyzer/report/excerpt.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/line_view.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

/// An instruction of at most so many lines is shown whole.
constexpr std::uint32_t short_instruction = 5;
/// Of a longer marked range, this many lines at its start and its end.
constexpr std::uint32_t lines_at_start = 3;
constexpr std::uint32_t lines_at_end = 2;
constexpr std::size_t most_related = 10;
/// However narrow the terminal, a source line has this much room.
constexpr std::uint32_t least_room = 16;
/// However wide it is, no more than this: the time that a line takes grows with the width.
constexpr std::uint32_t most_room = 500;

struct LineRange {
    std::uint32_t first;
    std::uint32_t last;
    [[nodiscard]] std::uint32_t count() const { return last - first + 1; }
};

struct Mark {
    Span span;  ///< within one line
    std::string_view label;
    bool is_primary;
};

/// The part of an excerpt that shows one source.
struct Block {
    Source const* source = nullptr;
    std::vector<Mark> marks;
    Span across;               ///< the primary span when it takes several lines
    LineRange across_lines{};  ///< its lines; {0, 0} when there is none
    std::vector<std::uint32_t> lines;
};

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

LineRange lines_of(LineIndex const& index, Span span) {
    auto const last = span.empty() ? span.begin : span.end - 1;
    return {index.line(span.begin), index.line(last)};
}

/// The part of a span on the line where it begins.
Span on_first_line(LineIndex const& index, Span span) {
    auto const line = index.line_span(index.line(span.begin));
    return {std::min(span.begin, line.end), std::min(span.end, line.end)};
}

void add_lines(Block& block, std::uint32_t first, std::uint32_t last) {
    for (auto line = first; line <= last; ++line) block.lines.push_back(line);
}

void add_related(Block& block, LineIndex const& index, Place place, std::string_view label) {
    auto const span = on_first_line(index, place.span);
    block.marks.push_back({span, label, false});
    block.lines.push_back(index.line(span.begin));
}

/// The lines of the marked range, and of the instruction around it.
void add_primary(Block& block, LineIndex const& index, Span span, Span anchor) {
    auto const range = lines_of(index, span);
    auto const is_long = range.count() > lines_at_start + lines_at_end + 1;
    add_lines(block, range.first, is_long ? range.first + lines_at_start - 1 : range.last);
    if (is_long) add_lines(block, range.last - lines_at_end + 1, range.last);
    if (range.count() > 1) {
        block.across = span;
        block.across_lines = range;
    } else {
        block.marks.push_back({on_first_line(index, span), {}, true});
    }
    if (!anchor.contains(span)) return;
    auto const around = lines_of(index, anchor);
    if (around.count() <= short_instruction) {
        add_lines(block, around.first, around.last);
        return;
    }
    block.lines.push_back(around.first);
    block.lines.push_back(std::max(around.first, range.first - 1));
    block.lines.push_back(std::min(around.last, range.last + 1));
}

/// Sorted lines, each once; `...` for a single line would save nothing.
void settle(Block& block) {
    std::ranges::sort(block.lines);
    block.lines.erase(std::unique(block.lines.begin(), block.lines.end()), block.lines.end());
    std::vector<std::uint32_t> filled;
    for (auto const line : block.lines) {
        if (!filled.empty() && line == filled.back() + 2) filled.push_back(line - 1);
        filled.push_back(line);
    }
    block.lines = std::move(filled);
}

/// Draws blocks with one width of line numbers.
class ExcerptWriter {
 public:
    ExcerptWriter(FileView& view, Severity severity, ExcerptStyle style, std::uint32_t digits,
                  std::string& out)
        : view_(view), severity_(severity), style_(style), digits_(digits), out_(out) {}

    void draw(Block const& block) {
        margin_ = block.across_lines.count() > 1 ? 2 : 0;
        auto const taken = digits_ + 3 + margin_;
        room_ = std::clamp(style_.width, taken + least_room, taken + most_room) - taken;
        row({}, {}, {});
        std::uint32_t previous = 0;
        for (auto const line : block.lines) {
            if (previous != 0 && line > previous + 1) skip(block, line);
            draw_line(block, line);
            previous = line;
        }
    }
    void name(Block const& block) {
        auto const span = block.marks.front().span;
        auto const position =
            view_.positions(*block.source).position(span.begin, ColumnUnit::code_points);
        out_ += std::string(digits_, ' ');
        out_ += style_.paint.gutter(":::");
        out_ += fmt::format(" {}:{}:{}\n", visible(view_.path({block.source, span})), position.line,
                            position.column);
    }

 private:
    struct Label {
        Columns columns;
        std::string text;
    };

    /// One row of output: line number or blank, margin, content; no blanks at its end.
    void row(std::string_view number, std::string_view margin, std::string_view content) {
        out_ += style_.paint.gutter(fmt::format("{:>{}} |", number, digits_));
        if (margin.empty() && content.empty()) {
            out_ += '\n';
            return;
        }
        out_ += ' ';
        if (margin_ > 0) {
            auto const bare = margin.substr(0, margin.find_last_not_of(' ') + 1);
            out_ += style_.paint.severity(severity_, bare);
            if (!content.empty()) out_.append(margin_ - bare.size(), ' ');
        }
        out_ += content;
        while (out_.ends_with(' ')) out_.pop_back();
        out_ += '\n';
    }

    void skip(Block const& block, std::uint32_t next) {
        out_ += style_.paint.gutter("...");
        auto const& across = block.across_lines;
        if (across.count() > 1 && next > across.first && next <= across.last) {
            out_.append(digits_, ' ');
            out_ += style_.paint.severity(severity_, "|");
        }
        out_ += '\n';
    }

    void draw_line(Block const& block, std::uint32_t line) {
        auto const& index = view_.positions(*block.source).lines();
        auto const span = index.line_span(line);
        auto const& across = block.across_lines;
        bool const is_first = across.count() > 1 && line == across.first;
        bool const is_last = across.count() > 1 && line == across.last;
        bool const is_within = across.count() > 1 && line > across.first && line <= across.last;
        auto const marks = marks_on(block, span);
        Span focus{span.begin, span.begin};
        if (!marks.empty()) focus = marks.front().span;
        if (is_first) focus = {block.across.begin, block.across.begin};
        if (is_last) focus = {block.across.end - 1, block.across.end};

        // One column stays free for a mark behind the end of the line.
        LineView const shown(block.source->bytes(), span, focus, view_.masked(*block.source),
                             room_ - 1);
        bool const at_start = is_first && shown.begins_at(block.across.begin);
        auto const number = has_numbers(block) ? fmt::format("{}", line) : std::string();
        row(number, at_start ? "/" : is_within ? "|" : " ", shown.text());
        auto const margin = at_start || is_within ? "|" : " ";
        if (!marks.empty()) draw_marks(shown, marks, margin);
        if (is_first && !at_start) {
            corner(shown.columns({block.across.begin, block.across.begin}).begin, " _");
        }
        if (is_last) corner(shown.columns(focus).end - 1, "|_");
    }

    /// The lines of a text inside of an archive have no numbers that mean something to a reader.
    [[nodiscard]] bool has_numbers(Block const& block) const {
        return view_.has_lines({block.source, {}});
    }

    /// Where a range of several lines begins or ends: `|_____^`.
    void corner(std::uint32_t column, std::string_view margin) {
        row({}, margin, style_.paint.severity(severity_, std::string(column, '_') + '^'));
    }

    /// The marks that begin on a line: the primary one, then from left to right.
    static std::vector<Mark> marks_on(Block const& block, Span line) {
        std::vector<Mark> result;
        for (auto const& mark : block.marks) {
            if (mark.span.begin >= line.begin && mark.span.begin <= line.end) {
                result.push_back(mark);
            }
        }
        std::ranges::stable_sort(result, [](Mark const& a, Mark const& b) {
            if (a.is_primary != b.is_primary) return a.is_primary;
            return a.span.begin < b.span.begin;
        });
        return result;
    }

    void draw_marks(LineView const& shown, std::vector<Mark> const& marks,
                    std::string_view margin) {
        std::string line;
        std::vector<Label> labels;
        // The primary mark is drawn last: it covers the others.
        for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
            auto const columns = shown.columns(mark->span);
            if (line.size() < columns.end) line.resize(columns.end, ' ');
            std::fill(line.begin() + columns.begin, line.begin() + columns.end,
                      mark->is_primary ? '^' : '-');
            if (!mark->label.empty()) labels.push_back({columns, visible(mark->label)});
        }
        std::string text = painted(line);
        if (!labels.empty() && labels.front().columns.end == line.size()
            && line.size() + 1 + display_width(labels.front().text) <= room_) {
            text += ' ';
            text += style_.paint.secondary(labels.front().text);
            labels.erase(labels.begin());
        }
        row({}, margin, text);
        for (auto const& label : labels) draw_label(label, margin);
    }

    /// A label on rows of its own, under its mark where there is room.
    void draw_label(Label const& label, std::string_view margin) {
        auto const width = display_width(label.text);
        auto const column = std::min(label.columns.begin, width < room_ ? room_ - width : 0);
        for (auto const& part : wrapped(label.text, room_)) {
            row({}, margin, std::string(column, ' ') + style_.paint.secondary(part));
        }
    }

    [[nodiscard]] std::string painted(std::string_view line) const {
        std::string result;
        while (!line.empty()) {
            auto const end = std::min(line.find_first_not_of(line.front()), line.size());
            auto const part = line.substr(0, end);
            if (part.front() == '^') {
                result += style_.paint.severity(severity_, part);
            } else if (part.front() == '-') {
                result += style_.paint.secondary(part);
            } else {
                result += part;
            }
            line.remove_prefix(end);
        }
        return result;
    }

    FileView& view_;
    Severity severity_;
    ExcerptStyle style_;
    std::uint32_t digits_;
    std::string& out_;
    std::uint32_t margin_ = 0;
    std::uint32_t room_ = 0;
};

/// The finding's own block first, then one for each other file.
std::vector<Block> blocks_of(FileView& view, Finding const& finding) {
    std::vector<Block> blocks(1);
    auto place = view.place(finding);
    blocks.front().source = place.source;
    // A line end at the end of a range is not shown as one more line.
    auto& span = place.span;
    while (span.size() > 1 && is_line_end(place.source->bytes()[span.end - 1])) --span.end;
    auto const anchor = view.sound(finding.anchor);
    add_primary(blocks.front(), view.positions(*place.source).lines(), place.span,
                anchor.source == place.source ? anchor.span : place.span);
    std::size_t count = 0;
    for (auto const& related : finding.related) {
        auto const other = view.sound(related.place);
        bool const is_shown = other.source == place.source || view.has_lines(other);
        if (!is_shown || ++count > most_related) continue;
        auto block = std::ranges::find(blocks, other.source, &Block::source);
        if (block == blocks.end()) {
            block = blocks.insert(block, Block{});
            block->source = other.source;
        }
        add_related(*block, view.positions(*other.source).lines(), other, related.message);
    }
    for (auto& block : blocks) settle(block);
    return blocks;
}

}  // namespace

std::uint32_t append_excerpt(FileView& view, Finding const& finding, ExcerptStyle style,
                             std::string& out) {
    auto const blocks = blocks_of(view, finding);
    std::size_t digits = 1;
    for (auto const& block : blocks) {
        if (!view.has_lines({block.source, {}})) continue;
        digits = std::max(digits, fmt::formatted_size("{}", block.lines.back()));
    }
    ExcerptWriter writer(view, finding.severity, style, static_cast<std::uint32_t>(digits), out);
    for (auto const& block : blocks) {
        if (&block != &blocks.front()) writer.name(block);
        writer.draw(block);
    }
    return static_cast<std::uint32_t>(digits);
}

}  // namespace dockcheck
