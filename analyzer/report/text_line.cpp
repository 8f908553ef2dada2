// Lines of the text formats.
#include "analyzer/report/text_line.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "analyzer/report/visible.hpp"
#include "analyzer/report/word_wrap.hpp"

namespace dockcheck {

namespace {

/// ":3:14"
void append_position(Position position, std::string& out) {
    fmt::format_int const line(position.line);
    fmt::format_int const column(position.column);
    std::array<char, 32> text;  // NOLINT(*-member-init): filled up to `end`
    auto* end = text.data();
    *end++ = ':';
    end = std::copy_n(line.data(), line.size(), end);
    *end++ = ':';
    end = std::copy_n(column.data(), column.size(), end);
    out.append(text.data(), static_cast<std::size_t>(end - text.data()));
}

void append_place(FileView& view, Place place, std::string& out) {
    if (place.source == &view.file().source) {
        out += view.visible_path();
    } else {
        append_visible(view.path(place), out);
    }
    if (view.has_lines(place)) append_position(view.start(place, ColumnUnit::code_points), out);
}

/// What stands between the place and the message.
std::string_view mark_of(Finding const& finding) {
    static constexpr std::array<std::string_view, 5> marks{
        ": off: ", ": style: ", ": info: ", ": warning: ", ": error: "};
    static constexpr std::array<std::string_view, 5> ignored{
        ": off (ignored): ", ": style (ignored): ", ": info (ignored): ", ": warning (ignored): ",
        ": error (ignored): "};
    auto const& of_this = finding.suppressed ? ignored : marks;
    return of_this[static_cast<std::size_t>(finding.severity)];
}

/// Without colours and on one line, straight to where it goes.
void append_plain_line(FileView& view, Finding const& finding, std::string_view gap,
                       std::string& out) {
    append_place(view, view.place(finding), out);
    out += mark_of(finding);
    append_visible(finding.message, out);
    out += gap;
    out += '[';
    out += finding.rule->name;
    out += ']';
}

}  // namespace

void append_text_line(FileView& view, Finding const& finding, Paint paint, std::string_view gap,
                      std::string& out, std::uint32_t width) {
    if (width == 0 && !paint.has_color()) return append_plain_line(view, finding, gap, out);
    auto const place = view.place(finding);
    auto const severity = to_string(finding.severity);
    std::string where;
    append_place(view, place, where);
    std::string_view const colon = finding.suppressed ? " (ignored): " : ": ";
    // "Dockerfile:7:22" ": " "error" ": "
    auto const head = width == 0 ? 0 : display_width(where) + 2 + severity.size() + colon.size();
    if (paint.has_color()) {
        out += paint.bold(where) + ": " + paint.severity(finding.severity, severity);
    } else {
        out += where;
        out += ": ";
        out += severity;
    }
    out += colon;
    WordWrap wrap(out, static_cast<std::uint32_t>(head), 4, width);
    if (width == 0) {
        append_visible(finding.message, out);
    } else {
        wrap.text(visible(finding.message));
    }
    auto const rule = "[" + std::string(finding.rule->name) + "]";
    wrap.word(gap, rule, paint.has_color() ? paint.dim(rule) : rule);
}

std::string gap_before_rule(FileView& view, Finding const& finding) {
    std::string gap;
    if (!view.has_lines(view.place(finding))) append_visible(view.at_pointer(finding), gap);
    gap += ' ';
    return gap;
}

void append_statistics(ReportOptions const& options, Summary const& summary, Output& output) {
    if (!options.statistics || summary.findings() == 0) return;
    output.append("\n");
    output.append(statistics(summary));
}

}  // namespace dockcheck
