// Lines of the text formats.
#include "analyzer/report/text_line.hpp"

#include <fmt/format.h>

#include "analyzer/report/visible.hpp"
#include "analyzer/report/word_wrap.hpp"

namespace dockcheck {

namespace {

void append_number(std::uint32_t number, std::string& out) {
    fmt::format_int const digits(number);
    out.append(digits.data(), digits.size());
}

void append_place(FileView& view, Place place, std::string& out) {
    append_visible(view.path(place), out);
    if (!view.has_lines(place)) return;
    auto const start = view.start(place, ColumnUnit::code_points);
    out += ':';
    append_number(start.line, out);
    out += ':';
    append_number(start.column, out);
}

/// Without colours and on one line, straight to where it goes.
void append_plain_line(FileView& view, Finding const& finding, std::string_view gap,
                       std::string& out) {
    append_place(view, view.place(finding), out);
    out += ": ";
    out += to_string(finding.severity);
    out += finding.suppressed ? " (ignored): " : ": ";
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
    if (view.has_lines(view.place(finding))) return " ";
    return visible(view.at_pointer(finding)) + " ";
}

void append_statistics(ReportOptions const& options, Summary const& summary, Output& output) {
    if (!options.statistics || summary.findings() == 0) return;
    output.append("\n");
    output.append(statistics(summary));
}

}  // namespace dockcheck
