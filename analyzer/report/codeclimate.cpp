// Format `codeclimate`: issues of Code Climate's engine specification, each ended by a zero byte.
#include "analyzer/report/code_quality.hpp"
#include "analyzer/report/explain.hpp"
#include "analyzer/report/formats.hpp"

namespace dockcheck {
namespace {

/// One of the specification's eight categories.
std::string_view issue_category(Rule const& rule) {
    if (!rule.security_severity.empty() || rule.category == "secrets") return "Security";
    if (rule.category == "style" || rule.category == "labels") return "Style";
    if (rule.category == "layers") return "Performance";
    if (rule.category == "suppressions") return "Clarity";
    return "Bug Risk";
}

class CodeclimateReporter final : public Reporter {
 public:
    CodeclimateReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        JsonWriter json;
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            json.object([&] {
                json.text("type", "issue");
                write_code_quality(json, view, *finding, false);
                json.array("categories", [&] { json.text(issue_category(*finding->rule)); });
                json.object("content",
                            [&] { json.text("body", explain_markdown(*finding->rule)); });
            });
            output_.append(json.take());
            output_.append(std::string_view("\0\n", 2));
        }
    }

    void finish(Summary const&) override { output_.flush(); }

 private:
    ReportOptions const& options_;
    Output& output_;
};

}  // namespace

std::unique_ptr<Reporter> make_codeclimate(ReportOptions const& options, Output& output) {
    return std::make_unique<CodeclimateReporter>(options, output);
}

}  // namespace dockcheck
