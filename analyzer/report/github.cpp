// Format `github`: workflow commands, which GitHub Actions turns into annotations.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/paint.hpp"
#include "analyzer/report/text_line.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

/// GitHub shows so many annotations of each level of a step and drops the others in silence.
constexpr std::uint32_t shown_per_level = 10;

std::string_view command_of(Severity severity) {
    if (severity == Severity::error) return "error";
    return severity == Severity::warning ? "warning" : "notice";
}

std::string percent_encoded(std::string_view text, std::string_view characters) {
    std::string result;
    for (auto const c : text) {
        if (characters.find(c) == std::string_view::npos) {
            result += c;
        } else {
            result += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
        }
    }
    return result;
}

/// The value of a property, as the runner decodes it.
std::string property(std::string_view text) { return percent_encoded(visible(text), "%\r\n:,"); }

/// The text behind the second `::`. Line ends stay line ends.
std::string data(std::string_view message, std::string_view help) {
    auto text = visible(message);
    if (!help.empty()) text += "\n" + visible(help);
    return percent_encoded(text, "%\r\n");
}

/// A line that is no command: the runner looks for `::` at its start, and for `##[` anywhere.
std::string harmless(std::string line) {
    for (auto at = line.find("##["); at != std::string::npos; at = line.find("##[", at)) {
        line.insert(at + 2, " ");
    }
    return line.starts_with("::") ? "./" + line : line;
}

/// Waits for the end: the gravest findings are annotated, the rest are plain lines.
class GithubReporter final : public Reporter {
 public:
    GithubReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            std::string line;
            append_text_line(view, *finding, Paint(false), gap_before_rule(view, *finding), line);
            findings_.push_back(
                {finding->severity, command(view, *finding), harmless(std::move(line))});
        }
    }

    void finish(Summary const& summary) override {
        std::ranges::stable_sort(
            findings_, [](auto const& a, auto const& b) { return a.severity > b.severity; });
        std::array<std::uint32_t, 3> counts{};
        for (auto const& error : summary.troubles) {
            output_.append(
                fmt::format("::error title=dockcheck::{}\n", data(error_line(error), {})));
            ++counts[0];
        }
        std::string plain;
        std::size_t rest = 0;
        for (auto const& finding : findings_) {
            auto const level = finding.severity == Severity::error     ? 0U
                               : finding.severity == Severity::warning ? 1U
                                                                       : 2U;
            // One notice stays free for the number of those not shown.
            if (counts[level]++ < shown_per_level - (level == 2 ? 1 : 0)) {
                output_.append(finding.command + "\n");
            } else {
                plain += finding.plain + "\n";
                ++rest;
            }
        }
        output_.append(plain);
        if (rest > 0) {
            output_.append(
                fmt::format("::notice title=dockcheck::{} more finding{} in the log of "
                            "this step\n",
                            rest, rest == 1 ? "" : "s"));
        }
        output_.flush();
    }

 private:
    struct Line {
        Severity severity;
        std::string command;
        std::string plain;
    };

    static std::string command(FileView& view, Finding const& finding) {
        auto const place = view.place(finding);
        auto text = fmt::format("::{} file={}", command_of(finding.severity),
                                property(view.repository_path(place)));
        if (view.has_lines(place)) {
            auto const [start, end] = view.range(place, ColumnUnit::code_points);
            text += fmt::format(",line={},endLine={}", start.line, end.line);
            // Columns are refused on ranges of several lines.
            if (start.line == end.line) {
                text += fmt::format(",col={},endColumn={}", start.column, end.column);
            }
        }
        return fmt::format("{},title={}::{}", text, property(finding.rule->name),
                           data(view.message(finding), finding.help));
    }

    ReportOptions const& options_;
    Output& output_;
    std::vector<Line> findings_;
};

}  // namespace

std::unique_ptr<Reporter> make_github(ReportOptions const& options, Output& output) {
    return std::make_unique<GithubReporter>(options, output);
}

}  // namespace dockcheck
