// Format `junit`: a test suite for each file, a test for each finding.
#include <deque>
#include <fmt/format.h>
#include <map>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/xml.hpp"

namespace dockcheck {
namespace {

/// The tests of one file, as text.
struct Suite {
    std::string name;  ///< escaped
    std::string cases = {};
    std::uint32_t tests = 0;
    std::uint32_t failures = 0;
    std::uint32_t errors = 0;
    std::uint32_t skipped = 0;
};

/// Waits for the end: what lies in a file that several Dockerfiles use stands together.
class JunitReporter final : public Reporter {
 public:
    JunitReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        auto& own = suite_of(file.path);
        for (auto const* const finding : view.findings(Suppressed::hidden)) write(view, *finding);
        // A clean file has a test that passed: a suite without tests is no suite to many readers.
        if (own.tests > 0) return;
        ++own.tests;
        own.cases = fmt::format("    <testcase name=\"{0}\" classname=\"{0}\"/>\n", own.name);
    }

    void finish(Summary const& summary) override {
        for (auto const& error : summary.troubles) write(error);
        output_.append(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dockcheck\">\n");
        for (auto const& suite : suites_) {
            output_.append(
                fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
                            "skipped=\"{}\">\n",
                            suite.name, suite.tests, suite.failures, suite.errors, suite.skipped));
            output_.append(suite.cases);
            output_.append("  </testsuite>\n");
        }
        output_.append("</testsuites>\n");
        output_.flush();
    }

 private:
    Suite& suite_of(std::string_view path) {
        auto const [place, is_new] = by_path_.try_emplace(std::string(path), nullptr);
        if (is_new) place->second = &suites_.emplace_back(Suite{xml_text(path)});
        return *place->second;
    }

    // One that lets the run pass is a test that was skipped: red tests of a green run mislead.
    void write(FileView& view, Finding const& finding) {
        auto const place = view.place(finding);
        auto& suite = suite_of(view.path(place));
        auto where = suite.name;
        if (view.has_lines(place)) {
            auto const start = view.range(place, ColumnUnit::code_points).start;
            where += fmt::format(":{}:{}", start.line, start.column);
        }
        where += xml_text(view.at_pointer(finding));
        auto const message = xml_text(finding.message);
        auto const help = finding.help.empty() ? "" : "&#10;" + xml_text(finding.help);
        auto const severity = to_string(finding.severity);
        auto const text = fmt::format("{}: {}: {}{}", where, severity, message, help);
        auto const& fail_on = view.file().fail_on;
        bool const is_failure = fail_on && finding.severity >= *fail_on;
        suite.cases += fmt::format("    <testcase name=\"{} at {}\" classname=\"{}\">\n",
                                   xml_text(finding.rule->name), where, suite.name);
        suite.cases += is_failure
                           ? fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                                         message, severity, text)
                           : fmt::format(
                               "      <skipped message=\"{}\"/>\n"
                               "      <system-out>{}</system-out>\n",
                               message, text);
        suite.cases += "    </testcase>\n";
        ++suite.tests;
        ++(is_failure ? suite.failures : suite.skipped);
    }

    void write(Error const& error) {
        auto& suite = suite_of(error.where.empty() ? "dockcheck" : error.where);
        suite.cases += fmt::format(
            "    <testcase name=\"{0}\" classname=\"{0}\">\n"
            "      <error message=\"{1}\" type=\"error\">{2}</error>\n"
            "    </testcase>\n",
            suite.name, xml_text(error.text), xml_text(error_line(error)));
        ++suite.tests;
        ++suite.errors;
    }

    ReportOptions const& options_;
    Output& output_;
    std::deque<Suite> suites_;  ///< as they come
    std::map<std::string, Suite*, std::less<>> by_path_;
};

}  // namespace

std::unique_ptr<Reporter> make_junit(ReportOptions const& options, Output& output) {
    return std::make_unique<JunitReporter>(options, output);
}

}  // namespace dockcheck
