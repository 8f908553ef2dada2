// Lines of the text formats.
#include "analyzer/report/text_line.hpp"

#include <fmt/format.h>

#include "analyzer/report/visible.hpp"

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

}  // namespace

void append_text_line(FileView& view, Finding const& finding, Paint paint, std::string_view gap,
                      std::string& out) {
    auto const place = view.place(finding);
    auto const severity = to_string(finding.severity);
    if (paint.has_color()) {
        std::string where;
        append_place(view, place, where);
        out += paint.bold(where) + ": " + paint.severity(finding.severity, severity);
    } else {
        append_place(view, place, out);
        out += ": ";
        out += severity;
    }
    out += finding.suppressed ? " (ignored): " : ": ";
    append_visible(finding.message, out);
    out += gap;
    if (paint.has_color()) {
        out += paint.dim("[" + std::string(finding.rule->name) + "]");
    } else {
        out += '[';
        out += finding.rule->name;
        out += ']';
    }
}

void append_statistics(ReportOptions const& options, Summary const& summary, Output& output) {
    if (!options.statistics || summary.findings() == 0) return;
    output.append("\n");
    output.append(statistics(summary));
}

}  // namespace dockcheck
