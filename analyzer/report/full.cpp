// Format `full`: text for people, with excerpts.
#include <fmt/format.h>

#include "analyzer/report/excerpt.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/text_line.hpp"
#include "analyzer/report/visible.hpp"
#include "analyzer/report/word_wrap.hpp"

namespace dockcheck {
namespace {

class FullReporter final : public Reporter {
 public:
    FullReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output), paint_(options.color) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::shown)) {
            std::string text = is_first_ ? "" : "\n";
            is_first_ = false;
            describe(view, *finding, text);
            output_.append(text);
        }
    }

    void finish(Summary const& summary) override {
        append_statistics(options_, summary, output_);
        output_.flush();
    }

 private:
    void describe(FileView& view, Finding const& finding, std::string& out) {
        auto const width = options_.wraps ? options_.width : 0;
        append_text_line(view, finding, paint_, "  ", out, width);
        out += '\n';
        auto const digits = append_excerpt(view, finding, {paint_, options_.width}, out);
        auto const note = [&](std::string_view name, std::string const& text) {
            if (text.empty()) return;
            out += std::string(digits + 1, ' ');
            out += paint_.gutter("=");
            out += fmt::format(" {}: ", paint_.bold(name));
            // "  = help: "
            auto const head = digits + 5 + static_cast<std::uint32_t>(name.size());
            WordWrap(out, head, head, width).text(text);
            out += '\n';
        };
        note("at", visible(view.place_in_image(finding)));
        note("help", visible(finding.help));
        if (finding.fix) note("fix", fix_hint(finding.fix->applicability));
        if (finding.suppressed) note("ignored", suppression(view, *finding.suppressed));
    }

    [[nodiscard]] std::string fix_hint(Applicability applicability) const {
        if (applicability == Applicability::safe) return "run with --fix";
        return options_.unsafe_fixes ? "unsafe, run with --fix" : "unsafe, run with --unsafe-fixes";
    }

    /// "Dockerfile:3: the reason"
    static std::string suppression(FileView& view, Suppression const& suppressed) {
        auto const place = view.sound(suppressed.comment);
        auto const line = view.positions(*place.source).lines().line(place.span.begin);
        auto text = fmt::format("{}:{}", visible(view.path(place)), line);
        if (!suppressed.reason.empty()) text += ": " + visible(suppressed.reason);
        return text;
    }

    ReportOptions const& options_;
    Output& output_;
    Paint paint_;
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Reporter> make_full(ReportOptions const& options, Output& output) {
    return std::make_unique<FullReporter>(options, output);
}

}  // namespace dockcheck
