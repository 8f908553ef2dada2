// Rules as SARIF reportingDescriptors, with the properties that GitHub code scanning reads.
#include "analyzer/report/sarif_rules.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/explain.hpp"
#include "analyzer/report/json_writer.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

/// GitHub takes so many characters of a description, and so many tags of a rule.
constexpr std::size_t longest_description = 1024;
constexpr std::size_t most_tags = 20;

/// "untagged-base-image" as "UntaggedBaseImage"
std::string pascal_case(std::string_view name) {
    std::string result;
    bool starts_word = true;
    for (auto const c : name) {
        if (c == '-') {
            starts_word = true;
            continue;
        }
        auto const is_lower = c >= 'a' && c <= 'z';
        result += starts_word && is_lower ? static_cast<char>(c - 'a' + 'A') : c;
        starts_word = false;
    }
    return result;
}

/// The first code points of a text.
std::string_view shortened(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; at < text.size() && count > 0; --count) at += decode(text.substr(at)).size;
    return text.substr(0, at);
}

/// SARIF wants texts that are not empty.
std::string_view full_description(Rule const& rule) {
    auto const why = trim_unicode_space(rule.why);
    auto const paragraph = why.substr(0, why.find("\n\n"));
    return shortened(paragraph.empty() ? rule.summary : paragraph, longest_description);
}

/// Style is told from info by it: both are notes.
std::string_view problem_severity(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::style:
            return "recommendation";
        case Severity::info:
        case Severity::off:
            break;
    }
    return {};
}

std::string_view sarif_precision(Precision precision) {
    switch (precision) {
        case Precision::medium:
            return "medium";
        case Precision::high:
            return "high";
        case Precision::very_high:
            break;
    }
    return "very-high";
}

std::vector<std::string_view> tags_of(Rule const& rule) {
    std::vector<std::string_view> tags{rule.category};
    auto const add = [&](std::string_view tag) {
        if (tags.size() < most_tags && std::ranges::find(tags, tag) == tags.end()) {
            tags.push_back(tag);
        }
    };
    if (!rule.security_severity.empty()) add("security");
    for (auto const tag : rule.tags) add(tag);
    return tags;
}

void describe(JsonWriter& json, Rule const& rule, bool with_page) {
    json.object([&] {
        auto const message = [&](std::string_view name, std::string_view text) {
            json.object(name, [&] { json.text("text", text.empty() ? rule.name : text); });
        };
        json.text("id", rule.name);
        json.text("name", pascal_case(rule.name));
        message("shortDescription", shortened(rule.summary, longest_description));
        // GitHub wants both of every rule.
        message("fullDescription", with_page ? full_description(rule) : rule.summary);
        json.object("help", [&] {
            if (!with_page)
                return json.text("text", fmt::format("dockcheck explain {}", rule.name));
            json.text("text", explain_plain(rule));
            json.text("markdown", explain_markdown(rule));
        });
        json.object("defaultConfiguration", [&] {
            json.flag("enabled", rule.by_default == Default::on);
            json.text("level", sarif_level(rule.severity));
        });
        json.object("properties", [&] {
            json.text("precision", sarif_precision(rule.precision));
            auto const problem = problem_severity(rule.severity);
            if (!problem.empty()) json.text("problem.severity", problem);
            if (!rule.security_severity.empty()) {
                json.text("security-severity", rule.security_severity);
            }
            json.array("tags", [&] {
                for (auto const tag : tags_of(rule)) json.text(tag);
            });
        });
    });
}

}  // namespace

std::string_view sarif_level(Severity severity) {
    if (severity == Severity::error) return "error";
    return severity == Severity::warning ? "warning" : "note";
}

SarifRules::SarifRules(RuleList rules) {
    for (auto const& rule : rules) place(rule);
}

std::size_t SarifRules::place(Rule const& rule) {
    auto const [found, is_new] = index_.try_emplace(rule.name, rules_.size());
    if (is_new) rules_.push_back({&rule});
    return found->second;
}

std::size_t SarifRules::index(Rule const& rule) {
    auto const at = place(rule);
    rules_[at].has_results = true;
    return at;
}

std::string SarifRules::json() const {
    std::string result = "[";
    JsonWriter json;
    for (auto const& [rule, has_results] : rules_) {
        describe(json, *rule, has_results);
        result += result.size() == 1 ? "\n" : ",\n";
        result += json.take();
    }
    return result + "]";
}

}  // namespace dockcheck
