// Members of Code Quality issues.
#include "analyzer/report/code_quality.hpp"

namespace dockcheck {

std::string_view code_quality_severity(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "critical";
        case Severity::warning:
            return "major";
        case Severity::info:
            return "minor";
        case Severity::style:
        case Severity::off:
            break;
    }
    return "info";
}

void write_code_quality(JsonWriter& json, FileView& view, Finding const& finding, bool with_help) {
    auto const place = view.place(finding);
    Range range;
    if (view.has_lines(place)) range = view.range(place, ColumnUnit::code_points);
    json.text("check_name", finding.rule->name);
    auto description = view.message(finding);
    if (with_help && !finding.help.empty()) description.append("; ").append(finding.help);
    json.text("description", description);
    json.text("severity", code_quality_severity(finding.severity));
    json.text("fingerprint", view.fingerprint(finding));
    json.object("location", [&] {
        json.text("path", view.repository_path(place));
        json.object("lines", [&] {
            json.number("begin", range.start.line);
            json.number("end", range.end.line);
        });
    });
}

}  // namespace dockcheck
