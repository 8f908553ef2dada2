// Format `checkstyle`: the XML of the tool of that name, which many CI servers read.
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/xml.hpp"

namespace dockcheck {
namespace {

/// Checkstyle knows error, warning, info and ignore.
std::string_view checkstyle_severity(Severity severity) {
    return severity == Severity::style ? to_string(Severity::info) : to_string(severity);
}

class CheckstyleReporter final : public Reporter {
 public:
    CheckstyleReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {
        // The version is that of Checkstyle whose format it is.
        output_.append(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    }

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        auto const findings = view.findings(Suppressed::hidden);
        auto const is_here = [&](Finding const* finding) {
            return view.place(*finding).source == &file.source;
        };
        open(file.path);
        for (auto const* const finding : findings) {
            if (is_here(finding)) write(view, *finding);
        }
        close();
        for (auto const* const finding : findings) {
            if (is_here(finding)) continue;
            open(view.path(view.place(*finding)));
            write(view, *finding);
            close();
        }
    }

    void finish(Summary const& summary) override {
        for (auto const& error : summary.troubles) {
            open(error.where.empty() ? "dockcheck" : error.where);
            output_.append(
                fmt::format("    <error line=\"1\" column=\"1\" severity=\"error\" "
                            "message=\"{}\" source=\"dockcheck\"/>\n",
                            xml_text(error.text)));
            close();
        }
        output_.append("</checkstyle>\n");
        output_.flush();
    }

 private:
    void open(std::string_view path) {
        output_.append(fmt::format("  <file name=\"{}\">\n", xml_text(path)));
    }
    void close() { output_.append("  </file>\n"); }

    void write(FileView& view, Finding const& finding) {
        auto const place = view.place(finding);
        Position start;
        if (view.has_lines(place)) start = view.range(place, ColumnUnit::code_points).start;
        output_.append(
            fmt::format("    <error line=\"{}\" column=\"{}\" severity=\"{}\" "
                        "message=\"{}\" source=\"dockcheck.{}\"/>\n",
                        start.line, start.column, checkstyle_severity(finding.severity),
                        xml_text(view.message(finding)), xml_text(finding.rule->name)));
    }

    ReportOptions const& options_;
    Output& output_;
};

}  // namespace

std::unique_ptr<Reporter> make_checkstyle(ReportOptions const& options, Output& output) {
    return std::make_unique<CheckstyleReporter>(options, output);
}

}  // namespace dockcheck
