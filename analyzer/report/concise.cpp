// Format `concise`: one line for each finding.
#include "analyzer/report/formats.hpp"
#include "analyzer/report/text_line.hpp"

namespace dockcheck {
namespace {

class ConciseReporter final : public Reporter {
 public:
    ConciseReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output), paint_(options.color) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        text_.clear();
        for (auto const* const finding : view.findings(Suppressed::shown)) {
            append_text_line(view, *finding, paint_, gap_before_rule(view, *finding), text_);
            text_ += '\n';
        }
        output_.append(text_);
    }

    void finish(Summary const& summary) override {
        append_statistics(options_, summary, output_);
        output_.flush();
    }

 private:
    ReportOptions const& options_;
    Output& output_;
    Paint paint_;
    std::string text_;  ///< of one file
};

}  // namespace

std::unique_ptr<Reporter> make_concise(ReportOptions const& options, Output& output) {
    return std::make_unique<ConciseReporter>(options, output);
}

}  // namespace dockcheck
