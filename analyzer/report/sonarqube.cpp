// Format `sonarqube`: the generic issue format of SonarQube 10.3 and later.
#include <algorithm>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {
namespace {

std::string_view software_quality(Rule const& rule) {
    if (!rule.security_severity.empty() || rule.category == "secrets") return "SECURITY";
    auto const is_taste = rule.severity == Severity::style || rule.severity == Severity::info;
    return is_taste ? "MAINTAINABILITY" : "RELIABILITY";
}

std::string_view impact(Severity severity) {
    if (severity == Severity::error) return "HIGH";
    return severity == Severity::warning ? "MEDIUM" : "LOW";
}

void write_sonar_rule(JsonWriter& json, Rule const& rule) {
    json.object([&] {
        json.text("id", rule.name);
        json.text("name", rule.summary);
        json.text("description", rule.why.empty() ? rule.summary : rule.why);
        json.text("engineId", "dockcheck");
        json.text("cleanCodeAttribute",
                  software_quality(rule) == "SECURITY" ? "TRUSTWORTHY" : "CONVENTIONAL");
        json.array("impacts", [&] {
            json.object([&] {
                json.text("softwareQuality", software_quality(rule));
                json.text("severity", impact(rule.severity));
            });
        });
    });
}

class SonarqubeReporter final : public Reporter {
 public:
    SonarqubeReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            auto const known = std::ranges::find(rules_, finding->rule->name, &Rule::name);
            if (known == rules_.end()) rules_.push_back(finding->rule);
            write_issue(view, *finding);
            issues_ += issues_.empty() ? "\n" : ",\n";
            issues_ += json_.take();
        }
    }

    void finish(Summary const&) override {
        json_.array([&] {
            for (auto const* const rule : rules_) write_sonar_rule(json_, *rule);
        });
        output_.append("{\"rules\":" + json_.take() + ",\"issues\":[");
        output_.append(issues_);
        output_.append("]}\n");
        output_.flush();
    }

 private:
    void write_issue(FileView& view, Finding const& finding) {
        json_.object([&] {
            json_.text("ruleId", finding.rule->name);
            json_.object("primaryLocation",
                         [&] { location(view, view.message(finding), view.place(finding)); });
            if (finding.related.empty()) return;
            json_.array("secondaryLocations", [&] {
                for (auto const& related : finding.related) {
                    json_.object(
                        [&] { location(view, related.message, view.sound(related.place)); });
                }
            });
        });
    }

    void location(FileView& view, std::string_view message, Place place) {
        json_.text("message", message);
        json_.text("filePath", view.repository_path(place));
        json_.object("textRange", [&] { text_range(view, place); });
    }

    /// Columns from 0 in UTF-16 units. SonarQube refuses an empty range: then it is the line.
    void text_range(FileView& view, Place place) {
        if (!view.has_lines(place)) return json_.number("startLine", 1);
        auto const& lines = view.positions(*place.source).lines();
        auto const within_line = [&](std::uint32_t offset) {
            return std::min(offset, lines.line_span(lines.line(offset)).end);
        };
        place.span = {within_line(place.span.begin), within_line(place.span.end)};
        auto const [start, end] = view.range(place, ColumnUnit::utf16);
        json_.number("startLine", start.line);
        if (place.span.empty()) return;
        json_.number("endLine", end.line);
        json_.number("startColumn", start.column - 1);
        json_.number("endColumn", end.column - 1);
    }

    ReportOptions const& options_;
    Output& output_;
    JsonWriter json_;
    std::vector<Rule const*> rules_;
    std::string issues_;
};

}  // namespace

std::unique_ptr<Reporter> make_sonarqube(ReportOptions const& options, Output& output) {
    return std::make_unique<SonarqubeReporter>(options, output);
}

}  // namespace dockcheck
