// Lines of the text formats.
#include "analyzer/report/text_line.hpp"

#include <fmt/format.h>

#include "analyzer/report/visible.hpp"

namespace dockcheck {

std::string text_line(FileView& view, Finding const& finding, Paint paint, std::string_view gap) {
    auto const place = view.place(finding);
    auto where = visible(view.path(place));
    if (view.has_lines(place)) {
        auto const start = view.range(place, ColumnUnit::code_points).start;
        where += fmt::format(":{}:{}", start.line, start.column);
    }
    auto const severity = paint.severity(finding.severity, to_string(finding.severity));
    return fmt::format("{}: {}{}: {}{}{}", paint.bold(where), severity,
                       finding.suppressed ? " (ignored)" : "", visible(finding.message), gap,
                       paint.dim(fmt::format("[{}]", finding.rule->name)));
}

void append_statistics(ReportOptions const& options, Summary const& summary, Output& output) {
    if (!options.statistics || summary.findings() == 0) return;
    output.append("\n");
    output.append(statistics(summary));
}

}  // namespace dockcheck
