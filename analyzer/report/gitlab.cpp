// Format `gitlab`: a Code Quality report, a JSON array.
#include "analyzer/report/code_quality.hpp"
#include "analyzer/report/formats.hpp"

namespace dockcheck {
namespace {

class GitlabReporter final : public Reporter {
 public:
    GitlabReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {
        output_.append("[");
    }

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        JsonWriter json;
        // Nothing but the description is shown, on one line.
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            json.object([&] { write_code_quality(json, view, *finding, true); });
            output_.append(is_first_ ? "\n" : ",\n");
            is_first_ = false;
            output_.append(json.take());
        }
    }

    void finish(Summary const&) override {
        output_.append("]\n");
        output_.flush();
    }

 private:
    ReportOptions const& options_;
    Output& output_;
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Reporter> make_gitlab(ReportOptions const& options, Output& output) {
    return std::make_unique<GitlabReporter>(options, output);
}

}  // namespace dockcheck
