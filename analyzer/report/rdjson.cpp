// Format `rdjson`: Reviewdog Diagnostic Format. Its columns count bytes, its ranges end before
// their end.
#include <algorithm>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/json_writer.hpp"

namespace dockcheck {
namespace {

std::string_view rdjson_severity(Severity severity) {
    if (severity == Severity::error) return "ERROR";
    return severity == Severity::warning ? "WARNING" : "INFO";
}

struct OneEdit {
    Place place;
    std::string text;
};

/// The edits of a fix as one replacement: suggestions of a diagnostic are alternatives of each
/// other. None when they are in several files, or when what lies between them is secret.
std::optional<OneEdit> as_one_edit(FileView& view, Fix const& fix, Source const& source) {
    auto edits = fix.edits;
    if (edits.empty()) return std::nullopt;
    for (auto& edit : edits) {
        edit.place = view.sound(edit.place);
        if (edit.place.source != &source) return std::nullopt;
    }
    std::ranges::stable_sort(edits, {}, [](Edit const& edit) { return edit.place.span.begin; });
    OneEdit result{edits.front().place, std::string(edits.front().text)};
    for (auto edit = edits.begin() + 1; edit != edits.end(); ++edit) {
        auto& span = result.place.span;
        if (edit->place.span.begin < span.end) return std::nullopt;
        Span const between{span.end, edit->place.span.begin};
        for (auto const hidden : view.masked(source)) {
            if (hidden.overlaps(between)) return std::nullopt;
        }
        result.text += source.bytes().substr(between.begin, between.size());
        result.text += edit->text;
        span.end = edit->place.span.end;
    }
    return result;
}

class RdjsonReporter final : public Reporter {
 public:
    RdjsonReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output) {
        output_.append(R"({"source":{"name":"dockcheck"},"diagnostics":[)");
    }

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        for (auto const* const finding : view.findings(Suppressed::hidden)) {
            write(view, *finding);
            output_.append(is_first_ ? "\n" : ",\n");
            is_first_ = false;
            output_.append(json_.take());
        }
    }

    void finish(Summary const&) override {
        output_.append("]}\n");
        output_.flush();
    }

 private:
    void write(FileView& view, Finding const& finding) {
        auto const place = view.place(finding);
        auto text = view.message(finding);
        if (!finding.help.empty()) text.append("\n").append(finding.help);
        json_.object([&] {
            json_.text("message", text);
            json_.object("location", [&] {
                json_.text("path", view.repository_path(place));
                if (view.has_lines(place)) range(view, place);
            });
            json_.text("severity", rdjson_severity(finding.severity));
            json_.object("code", [&] { json_.text("value", finding.rule->name); });
            if (!finding.fix || !view.has_lines(place)) return;
            auto const edit = as_one_edit(view, *finding.fix, *place.source);
            if (!edit) return;
            json_.array("suggestions", [&] {
                json_.object([&] {
                    range(view, edit->place);
                    json_.text("text", edit->text);
                });
            });
        });
    }

    void range(FileView& view, Place place) {
        auto const columns = view.range(place, ColumnUnit::bytes);
        auto const position = [&](std::string_view name, Position value) {
            json_.object(name, [&] {
                json_.number("line", value.line);
                json_.number("column", value.column);
            });
        };
        json_.object("range", [&] {
            position("start", columns.start);
            position("end", columns.end);
        });
    }

    ReportOptions const& options_;
    Output& output_;
    JsonWriter json_;
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Reporter> make_rdjson(ReportOptions const& options, Output& output) {
    return std::make_unique<RdjsonReporter>(options, output);
}

}  // namespace dockcheck
