// Formats `json` and `jsonl`: everything that is known of each finding.
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {
namespace {

/// Raised when a member changes its meaning or goes away.
constexpr std::uint32_t schema_version = 1;

/// Writes findings of one file as objects of one line each.
class FindingWriter {
 public:
    FindingWriter(FileView& view, JsonWriter& json) : view_(view), json_(json) {}

    /// Appends the object to `out`.
    void write(Finding const& finding, std::string& out) {
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
        json_.move_to(out);
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
    JsonWriter& json_;
};

class JsonLinesReporter final : public Reporter {
 public:
    JsonLinesReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        FindingWriter writer(view, json_);
        text_.clear();
        for (auto const* const finding : view.findings(Suppressed::shown)) {
            writer.write(*finding, text_);
            text_ += '\n';
        }
        output_.append(text_);
    }
    void finish(Summary const&) override { output_.flush(); }

 private:
    ReportOptions const& options_;
    Output& output_;
    JsonWriter json_;
    std::string text_;  ///< of one file
};

/// The same objects, a line each, within one document. Findings come first, so that they can be
/// written when they are known: only a line for each file is kept until the end.
class JsonReporter final : public Reporter {
 public:
    JsonReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        begin();
        FileView view(file, options_);
        FindingWriter writer(view, json_);
        auto const findings = view.findings(Suppressed::shown);
        text_.clear();
        for (auto const* const finding : findings) {
            text_ += has_findings_ ? ",\n" : "\n";
            has_findings_ = true;
            writer.write(*finding, text_);
        }
        output_.append(text_);
        json_.object([&] {
            json_.text("path", file.path);
            json_.number("findings", findings.size());
        });
        files_ += files_.empty() ? "\n" : ",\n";
        json_.move_to(files_);
    }

    void finish(Summary const& summary) override {
        begin();
        output_.append("],\n\"files\":[");
        output_.append(files_);
        output_.append("],\n\"errors\":" + errors(summary));
        output_.append(",\n\"summary\":" + counts(summary) + "}\n");
        output_.flush();
    }

 private:
    /// What stands in front of the first finding.
    void begin() {
        if (has_begun_) return;
        has_begun_ = true;
        json_.object([&] { json_.text("version", options_.version); });
        auto head = json_.take();
        head.pop_back();
        output_.append(
            fmt::format("{},\"schema_version\":{},\n\"findings\":[", head, schema_version));
    }

    static std::string errors(Summary const& summary) {
        JsonWriter json;
        json.array([&] {
            for (auto const& error : summary.troubles) {
                json.object([&] {
                    json.text_or_null("where", error.where);
                    json.text("message", error.text);
                });
            }
        });
        return json.take();
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
    JsonWriter json_;
    std::string text_;   ///< of one file
    std::string files_;  ///< an element for each
    bool has_begun_ = false;
    bool has_findings_ = false;
};

}  // namespace

std::unique_ptr<Reporter> make_json(ReportOptions const& options, Output& output) {
    return std::make_unique<JsonReporter>(options, output);
}

std::unique_ptr<Reporter> make_jsonl(ReportOptions const& options, Output& output) {
    return std::make_unique<JsonLinesReporter>(options, output);
}

}  // namespace dockcheck
