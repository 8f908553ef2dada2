// Format `gnu`: lines as compilers write them, for editors and problem matchers.
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/text_line.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

/// Compilers know three levels.
std::string_view compiler_level(Severity severity) {
    if (severity == Severity::error) return "error";
    return severity == Severity::warning ? "warning" : "note";
}

class GnuReporter final : public Reporter {
 public:
    GnuReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            auto const place = view.place(*finding);
            Position start;
            if (view.has_lines(place)) start = view.range(place, ColumnUnit::code_points).start;
            output_.append(fmt::format("{}:{}:{}: {}: {}{}[{}]\n", visible(view.path(place)),
                                       start.line, start.column, compiler_level(finding->severity),
                                       visible(finding->message), gap_before_rule(view, *finding),
                                       finding->rule->name));
        }
    }

    void finish(Summary const&) override { output_.flush(); }

 private:
    ReportOptions const& options_;
    Output& output_;
};

}  // namespace

std::unique_ptr<Reporter> make_gnu(ReportOptions const& options, Output& output) {
    return std::make_unique<GnuReporter>(options, output);
}

}  // namespace dockcheck
