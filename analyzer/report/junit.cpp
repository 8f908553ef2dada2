// Format `junit`: a test suite for each file, a failed test for each finding.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/xml.hpp"

namespace dockcheck {
namespace {

class JunitReporter final : public Reporter {
 public:
    JunitReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {
        output_.append(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dockcheck\">\n");
    }

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        auto const findings = view.findings(Suppressed::hidden);
        auto const name = xml_text(file.path);
        // A clean file has a test that passed: a suite without tests is no suite to many readers.
        output_.append(
            fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" "
                        "errors=\"0\">\n",
                        name, std::max<std::size_t>(findings.size(), 1), findings.size()));
        for (auto const* const finding : findings) write(view, *finding);
        if (findings.empty()) {
            output_.append(fmt::format("    <testcase name=\"{0}\" classname=\"{0}\"/>\n", name));
        }
        output_.append("  </testsuite>\n");
    }

    void finish(Summary const& summary) override {
        for (auto const& error : summary.troubles) {
            output_.append(
                fmt::format("  <testsuite name=\"{0}\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
                            "    <testcase name=\"{0}\" classname=\"{0}\">\n"
                            "      <error message=\"{1}\" type=\"error\">{2}</error>\n"
                            "    </testcase>\n"
                            "  </testsuite>\n",
                            xml_text(error.where.empty() ? "dockcheck" : error.where),
                            xml_text(error.text), xml_text(error_line(error))));
        }
        output_.append("</testsuites>\n");
        output_.flush();
    }

 private:
    void write(FileView& view, Finding const& finding) {
        auto const place = view.place(finding);
        auto const path = xml_text(view.path(place));
        auto where = path;
        if (view.has_lines(place)) {
            auto const start = view.range(place, ColumnUnit::code_points).start;
            where += fmt::format(":{}:{}", start.line, start.column);
        }
        where += xml_text(view.at_pointer(finding));
        auto const message = xml_text(finding.message);
        auto const help = finding.help.empty() ? "" : "&#10;" + xml_text(finding.help);
        output_.append(fmt::format(
            "    <testcase name=\"{0} at {1}\" classname=\"{2}\">\n"
            "      <failure message=\"{3}\" type=\"{4}\">{1}: {4}: {3}{5}</failure>\n"
            "    </testcase>\n",
            xml_text(finding.rule->name), where, path, message, to_string(finding.severity), help));
    }

    ReportOptions const& options_;
    Output& output_;
};

}  // namespace

std::unique_ptr<Reporter> make_junit(ReportOptions const& options, Output& output) {
    return std::make_unique<JunitReporter>(options, output);
}

}  // namespace dockcheck
