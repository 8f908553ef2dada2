// Format `sarif`: SARIF 2.1.0, such that GitHub code scanning shows it well.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/file_view.hpp"
#include "analyzer/report/formats.hpp"
#include "analyzer/report/json_writer.hpp"
#include "analyzer/report/line_hash.hpp"
#include "analyzer/report/sarif_rules.hpp"
#include "analyzer/report/uri.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck {
namespace {

/// GitHub refuses results with more than 1,000 locations.
constexpr std::size_t most_related_locations = 900;
/// Of these, so many have a link in the message.
constexpr std::size_t most_links = 10;

/// Text of a message: `[a](1)` would be a link to a related location.
std::string escaped(std::string_view text) {
    if (text.find("](") == std::string_view::npos) return std::string(text);
    std::string result;
    for (auto const c : text) {
        if (c == '[' || c == ']' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

std::string link(std::string_view label, std::size_t id) {
    std::string text;
    for (auto const c : label) {
        if (c == '[' || c == ']' || c == '\\') text += '\\';
        text += c;
    }
    return fmt::format("[{}]({})", text, id);
}

/// Writes the results of one file, a line each.
class ResultWriter {
 public:
    ResultWriter(FileView& view, ReportOptions const& options, SarifRules& rules)
        : view_(view), options_(options), rules_(rules) {}

    std::string write(Finding const& finding) {
        related_.clear();
        auto const place = view_.place(finding);
        auto const region = primary_region(place);
        for (auto const& related : finding.related) {
            if (related_.size() < most_related_locations) {
                related_.push_back({related.message, view_.sound(related.place)});
            }
        }
        if (region.span != place.span && !place.span.empty()) {
            related_.push_back({"all of the range", place});
        }
        json_.object([&] {
            auto const index = rules_.index(*finding.rule);
            json_.text("ruleId", finding.rule->name);
            json_.number("ruleIndex", index);
            json_.text("level", sarif_level(finding.severity));
            json_.object("message", [&] { json_.text("text", message(finding)); });
            json_.array("locations", [&] { primary_location(finding, region); });
            if (!related_.empty()) json_.array("relatedLocations", [&] { related_locations(); });
            fingerprints(finding, region);
            if (finding.fix) json_.array("fixes", [&] { fix(finding); });
            if (options_.show_suppressed) suppressions(finding);
        });
        return json_.take();
    }

 private:
    struct Labelled {
        std::string_view message;
        Place place;
    };

    /// The message, its help and links to the related places.
    std::string message(Finding const& finding) const {
        auto text = escaped(finding.message.empty() ? finding.rule->summary : finding.message);
        text += escaped(view_.at_pointer(finding));
        if (!finding.help.empty()) text += "\n" + escaped(finding.help);
        auto const links = std::min({finding.related.size(), related_.size(), most_links});
        for (std::size_t i = 0; i < links; ++i) {
            auto const label = related_[i].message;
            text += "\n" + link(label.empty() ? "related" : label, i + 1);
        }
        return text;
    }

    /// One line, and where possible not empty: a pull request shows an alert only when all lines of
    /// its region were changed, and viewers show nothing for an empty region.
    Place primary_region(Place place) {
        auto const& lines = view_.positions(*place.source).lines();
        auto const line = lines.line_span(lines.line(place.span.begin));
        auto& span = place.span;
        span = {std::min(span.begin, line.end), std::min(span.end, line.end)};
        if (!span.empty() || line.empty()) return place;
        auto const bytes = place.source->bytes();
        auto const continues = [&](std::uint32_t at) {
            return (static_cast<std::uint8_t>(bytes[at]) & 0xC0) == 0x80;
        };
        if (span.begin < line.end) {
            do ++span.end;
            while (span.end < line.end && continues(span.end));
        } else {
            do --span.begin;
            while (span.begin > line.begin && continues(span.begin));
        }
        return place;
    }

    void primary_location(Finding const& finding, Place place) {
        json_.object([&] {
            physical_location(place);
            auto const pointer = view_.pointer(finding);
            if (pointer.empty()) return;
            json_.array("logicalLocations", [&] {
                json_.object([&] {
                    json_.text("fullyQualifiedName", pointer);
                    json_.text("kind", "property");
                });
            });
        });
    }

    void physical_location(Place place) {
        json_.object("physicalLocation", [&] {
            artifact(place);
            if (view_.has_lines(place)) return region("region", place);
            // GitHub wants a line of every place.
            json_.object("region", [&] { json_.number("startLine", 1); });
        });
    }

    void artifact(Place place) {
        json_.object("artifactLocation", [&] {
            auto const path = view_.repository_path(place);
            json_.text("uri", uri_of_path(path));
            if (!system::is_absolute(path)) json_.text("uriBaseId", "%SRCROOT%");
        });
    }

    void region(std::string_view name, Place place) {
        auto const range = view_.range(place, ColumnUnit::utf16);
        json_.object(name, [&] {
            json_.number("startLine", range.start.line);
            json_.number("startColumn", range.start.column);
            json_.number("endLine", range.end.line);
            json_.number("endColumn", range.end.column);
        });
    }

    void related_locations() {
        for (std::size_t i = 0; i < related_.size(); ++i) {
            json_.object([&] {
                json_.number("id", i + 1);
                auto const text = related_[i].message;
                json_.object("message",
                             [&] { json_.text("text", text.empty() ? "related" : text); });
                physical_location(related_[i].place);
            });
        }
    }

    void fingerprints(Finding const& finding, Place place) {
        json_.object("partialFingerprints", [&] {
            // An image's text is often one line, in which GitHub must tell findings apart.
            auto const& fingerprint = view_.fingerprint(finding);
            json_.text("primaryLocationLineHash", view_.pointer(finding).empty()
                                                      ? line_hash(place)
                                                      : fingerprint.substr(0, 16) + ":1");
            json_.text("dockcheck/v1", fingerprint);
        });
    }

    std::string const& line_hash(Place place) {
        auto& hashes = hashes_[place.source];
        if (hashes.empty()) hashes = line_hashes(place.source->bytes());
        auto const line = view_.positions(*place.source).lines().line(place.span.begin);
        return hashes[std::min<std::size_t>(line, hashes.size()) - 1];
    }

    void fix(Finding const& finding) {
        auto const is_safe = finding.fix->applicability == Applicability::safe;
        json_.object([&] {
            json_.object("description", [&] {
                auto const help = finding.help;
                auto const text = is_safe ? "Apply the safe fix" : "Apply the unsafe fix";
                json_.text("text", help.empty() ? text : help);
            });
            json_.array("artifactChanges", [&] { changes(finding.fix->edits); });
        });
    }

    /// Edits, those of one file together.
    void changes(std::vector<Edit> const& edits) {
        std::vector<Source const*> sources;
        for (auto const& edit : edits) {
            auto const* const source = view_.sound(edit.place).source;
            if (std::ranges::find(sources, source) == sources.end()) sources.push_back(source);
        }
        for (auto const* const source : sources) {
            json_.object([&] {
                artifact({source, {}});
                json_.array("replacements", [&] {
                    for (auto const& edit : edits) {
                        auto const place = view_.sound(edit.place);
                        if (place.source == source) replacement(place, edit.text);
                    }
                });
            });
        }
    }

    void replacement(Place place, std::string_view text) {
        json_.object([&] {
            region("deletedRegion", place);
            if (text.empty()) return;
            json_.object("insertedContent", [&] { json_.text("text", text); });
        });
    }

    /// An empty list says that the result is known not to be suppressed.
    void suppressions(Finding const& finding) {
        json_.array("suppressions", [&] {
            if (!finding.suppressed) return;
            json_.object([&] {
                json_.text("kind", "inSource");
                if (!finding.suppressed->reason.empty()) {
                    json_.text("justification", finding.suppressed->reason);
                }
                json_.object("location",
                             [&] { physical_location(view_.sound(finding.suppressed->comment)); });
            });
        });
    }

    FileView& view_;
    ReportOptions const& options_;
    SarifRules& rules_;
    JsonWriter json_;
    std::vector<Labelled> related_;
    std::unordered_map<Source const*, std::vector<std::string>> hashes_;
};

class SarifReporter final : public Reporter {
 public:
    SarifReporter(ReportOptions const& options, Output& output)
        : options_(options), output_(output), rules_(options.rules) {}

    void file(CheckedFile const& file) override {
        FileView view(file, options_);
        ResultWriter writer(view, options_, rules_);
        for (auto const* const finding : view.findings(Suppressed::shown)) {
            results_ += results_.empty() ? "\n" : ",\n";
            results_ += writer.write(*finding);
        }
    }

    void finish(Summary const& summary) override {
        output_.append(R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json",)"
                       R"("version":"2.1.0","runs":[{"tool":{"driver":)");
        JsonWriter driver;
        driver.object([&] {
            driver.text("name", "dockcheck");
            if (!options_.version.empty()) driver.text("semanticVersion", options_.version);
        });
        auto text = driver.take();
        text.pop_back();
        output_.append(text + ",\"rules\":" + rules_.json());
        output_.append("}},\"invocations\":" + invocations(summary));
        output_.append(R"(,"columnKind":"utf16CodeUnits","originalUriBaseIds":{"%SRCROOT%":)"
                       R"({"description":{"text":"The root of the repository"}}},"results":[)");
        output_.append(results_);
        output_.append("]}]}\n");
        output_.flush();
    }

 private:
    /// Whether the list of results is whole. Who takes it for that closes all other alerts.
    static std::string invocations(Summary const& summary) {
        JsonWriter json;
        json.array([&] {
            json.object([&] {
                json.flag("executionSuccessful", summary.troubles.empty());
                if (summary.troubles.empty()) return;
                json.array("toolExecutionNotifications", [&] {
                    for (auto const& error : summary.troubles) {
                        json.object([&] {
                            json.text("level", "error");
                            json.object("message", [&] { json.text("text", error_line(error)); });
                        });
                    }
                });
            });
        });
        return json.take();
    }

    ReportOptions const& options_;
    Output& output_;
    SarifRules rules_;
    std::string results_;
};

}  // namespace

std::unique_ptr<Reporter> make_sarif(ReportOptions const& options, Output& output) {
    return std::make_unique<SarifReporter>(options, output);
}

}  // namespace dockcheck
