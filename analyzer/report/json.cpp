// Formats `json` and `jsonl`: everything that is known of each finding.
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {
namespace {

/// Raised when a member changes its meaning or goes away.
constexpr std::uint32_t schema_version = 1;

/// Writes findings as objects of one line each.
class FindingWriter {
 public:
    explicit FindingWriter(FileView& view) : view_(view) {}

    std::string write(Finding const& finding) {
        json_.object([&] {
            describe_rule(finding);
            json_.text("message", finding.message);
            json_.text_or_null("help", finding.help);
            json_.text_or_null("stage", finding.stage);
            json_.text_or_null("instruction", finding.instruction);
            range(view_.place(finding));
            if (auto const pointer = view_.pointer(finding); !pointer.empty()) {
                json_.text("pointer", pointer);
            }
            if (!view_.file().image.empty()) json_.text("image", view_.file().image);
            json_.array("related", [&] {
                for (auto const& related : finding.related) describe_related(related);
            });
            describe_fix(finding);
            json_.text("fingerprint", view_.fingerprint(finding));
            describe_suppression(finding);
        });
        return json_.take();
    }

 private:
    void describe_rule(Finding const& finding) {
        auto const& rule = *finding.rule;
        json_.text("path", view_.path(view_.place(finding)));
        json_.text("rule", rule.name);
        json_.text("category", rule.category);
        json_.array("aliases", [&] {
            for (auto const alias : aliases_of(finding)) json_.text(alias);
        });
        json_.text_or_null("variant", finding.variant);
        json_.text("severity", to_string(finding.severity));
        json_.text("precision", to_string(rule.precision));
    }

    void describe_related(Related const& related) {
        auto const place = view_.sound(related.place);
        json_.object([&] {
            json_.text("message", related.message);
            json_.text("path", view_.path(place));
            range(place);
        });
    }

    void describe_fix(Finding const& finding) {
        if (!finding.fix) return json_.null("fix");
        auto const is_safe = finding.fix->applicability == Applicability::safe;
        json_.object("fix", [&] {
            json_.text("applicability", is_safe ? "safe" : "unsafe");
            json_.array("edits", [&] {
                for (auto const& edit : finding.fix->edits) {
                    auto const place = view_.sound(edit.place);
                    json_.object([&] {
                        json_.text("path", view_.path(place));
                        range(place);
                        json_.text("text", edit.text);
                    });
                }
            });
        });
    }

    void describe_suppression(Finding const& finding) {
        if (!finding.suppressed) return json_.null("suppressed");
        auto const place = view_.sound(finding.suppressed->comment);
        json_.object("suppressed", [&] {
            json_.text("path", view_.path(place));
            range(place);
            json_.text_or_null("reason", finding.suppressed->reason);
        });
    }

    void range(Place place) {
        if (!view_.has_lines(place)) {
            json_.null("start");
            json_.null("end");
            return;
        }
        auto const [start, end] = view_.range(place, ColumnUnit::code_points);
        position("start", start, place.span.begin);
        position("end", end, place.span.end);
    }

    void position(std::string_view name, Position position, std::uint32_t offset) {
        json_.object(name, [&] {
            json_.number("line", position.line);
            json_.number("column", position.column);
            json_.number("offset", offset);
        });
    }

    FileView& view_;
    JsonWriter json_;
};

class JsonLinesReporter final : public Reporter {
 public:
    JsonLinesReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        FindingWriter writer(view);
        for (auto const* const finding : view.findings(Suppressed::shown)) {
            output_.append(writer.write(*finding) + "\n");
        }
    }
    void finish(Summary const&) override { output_.flush(); }

 private:
    ReportOptions const& options_;
    Output& output_;
};

/// The same objects, a line each, within one document.
class JsonReporter final : public Reporter {
 public:
    JsonReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        FindingWriter writer(view);
        auto const findings = view.findings(Suppressed::shown);
        for (auto const* const finding : findings) {
            append_element(findings_, writer.write(*finding));
        }
        JsonWriter json;
        json.object([&] {
            json.text("path", file.path);
            json.number("findings", findings.size());
        });
        append_element(files_, json.take());
    }

    void finish(Summary const& summary) override {
        JsonWriter version;
        version.object([&] { version.text("version", options_.version); });
        auto head = version.take();
        head.pop_back();
        output_.append(fmt::format("{},\"schema_version\":{},\n\"files\":[", head, schema_version));
        output_.append(files_);
        output_.append("],\n\"findings\":[");
        output_.append(findings_);
        output_.append("],\n\"summary\":" + counts(summary) + "}\n");
        output_.flush();
    }

 private:
    static void append_element(std::string& list, std::string const& element) {
        list += list.empty() ? "\n" : ",\n";
        list += element;
    }

    static std::string counts(Summary const& summary) {
        JsonWriter json;
        json.object([&] {
            json.number("files", summary.files);
            json.number("files_with_findings", summary.files_with_findings);
            json.number("findings", summary.findings());
            json.object("by_severity", [&] {
                for (auto const severity :
                     {Severity::error, Severity::warning, Severity::info, Severity::style}) {
                    json.number(to_string(severity), summary.count(severity));
                }
            });
            json.number("fixable", summary.fixable);
            json.number("unsafe_fixable", summary.unsafe_fixable);
            json.number("suppressed", summary.suppressed);
            json.number("in_baseline", summary.in_baseline);
            json.number("fixed", summary.fixed);
            json.object("by_rule", [&] {
                for (auto const& count : summary.rules) {
                    json.number(count.rule->name, count.findings);
                }
            });
        });
        return json.take();
    }

    ReportOptions const& options_;
    Output& output_;
    std::string files_;
    std::string findings_;
};

}  // namespace

std::unique_ptr<Reporter> make_json(ReportOptions const& options, Output& output) {
    return std::make_unique<JsonReporter>(options, output);
}

std::unique_ptr<Reporter> make_jsonl(ReportOptions const& options, Output& output) {
    return std::make_unique<JsonLinesReporter>(options, output);
}

}  // namespace dockcheck
