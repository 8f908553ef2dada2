// Format `markdown`: a table, for job summaries and comments.
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/markdown_text.hpp"

namespace dockcheck {
namespace {

class MarkdownReporter final : public Reporter {
 public:
    MarkdownReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            auto const place = view.place(*finding);
            auto where = std::string(view.path(place));
            if (view.has_lines(place)) {
                auto const start = view.range(place, ColumnUnit::code_points).start;
                where += fmt::format(":{}:{}", start.line, start.column);
            }
            auto const help = finding->help.empty() ? "" : "<br>" + markdown_text(finding->help);
            auto const pointer = view.place_in_image(*finding);
            auto const at = pointer.empty() ? "" : "<br>" + markdown_code(pointer);
            rows_ += fmt::format("| {} | {}{} | {}{} | {} |\n", to_string(finding->severity),
                                 markdown_code(where), at, markdown_text(finding->message), help,
                                 markdown_code(finding->rule->name));
        }
    }

    void finish(Summary const& summary) override {
        output_.append(fmt::format("### dockcheck: {}\n", summary_line(summary)));
        if (!rows_.empty()) {
            output_.append("\n| severity | place | finding | rule |\n| --- | --- | --- | --- |\n");
            output_.append(rows_);
        }
        if (!summary.troubles.empty()) output_.append("\nNot all was checked:\n\n");
        for (auto const& error : summary.troubles) {
            output_.append("- " + markdown_text(error_line(error)) + "\n");
        }
        output_.flush();
    }

 private:
    ReportOptions const& options_;
    Output& output_;
    std::string rows_;
};

}  // namespace

std::unique_ptr<Reporter> make_markdown(ReportOptions const& options, Output& output) {
    return std::make_unique<MarkdownReporter>(options, output);
}

}  // namespace dockcheck
