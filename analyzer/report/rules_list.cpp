// The list of rules as text, JSON and Markdown.
#include "analyzer/report/rules_list.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/report/json_writer.hpp"
#include "analyzer/report/markdown_text.hpp"
#include "analyzer/report/visible.hpp"

namespace dockcheck {
namespace {

std::string_view fix_name(Rule const& rule) {
    return rule.fix == FixKind::none ? "" : to_string(rule.fix);
}

struct TextColumns {
    std::size_t name = 0;
    std::size_t category = 0;
    std::size_t summary = 0;
    /// Severity, default and fix.
    static constexpr std::size_t others = 9 + 9 + 8;
};

/// A text below a rule's line.
std::string below(std::string_view text, std::uint32_t width) {
    constexpr std::uint32_t indent = 4;
    std::string result;
    for (auto const& part : wrapped(text, width > 20 ? width - indent : 20)) {
        result += std::string(indent, ' ') + part + "\n";
    }
    return result;
}

/// "warning, on, safe, base-image: Image without a tag"
std::string in_words(Rule const& rule) {
    auto result = fmt::format("{}, {}", to_string(rule.severity), to_string(rule.by_default));
    if (rule.fix != FixKind::none) result += fmt::format(", {}", fix_name(rule));
    return fmt::format("{}, {}: {}", result, rule.category, rule.summary);
}

/// A rule on one line where all rules fit, else with its category and summary on a line below;
/// where the columns do not fit either, all that is said of it stands there.
std::string rules_as_text(std::span<Rule const* const> rules, std::uint32_t width) {
    TextColumns columns;
    for (auto const* const rule : rules) {
        columns.name = std::max(columns.name, rule->name.size());
        columns.category = std::max(columns.category, rule->category.size());
        columns.summary = std::max<std::size_t>(columns.summary, display_width(rule->summary));
    }
    auto const in_columns = columns.name + 2 + TextColumns::others;
    auto const on_one_line = in_columns + columns.category + 2 + columns.summary <= width;
    std::string result;
    for (auto const* const rule : rules) {
        if (in_columns > width) {
            result += std::string(rule->name) + "\n" + below(in_words(*rule), width);
            continue;
        }
        auto line =
            fmt::format("{:<{}}  {:<9}{:<9}{:<8}", rule->name, columns.name,
                        to_string(rule->severity), to_string(rule->by_default), fix_name(*rule));
        if (on_one_line) {
            line += fmt::format("{:<{}}", rule->category, columns.category + 2);
            line += visible(rule->summary);
        }
        while (line.ends_with(' ')) line.pop_back();
        result += line + "\n";
        if (!on_one_line) {
            result += below(fmt::format("{}: {}", rule->category, rule->summary), width);
        }
    }
    return result;
}

std::string rules_as_markdown(std::span<Rule const* const> rules) {
    std::string result =
        "| rule | category | severity | default | fix | summary |\n"
        "| --- | --- | --- | --- | --- | --- |\n";
    for (auto const* const rule : rules) {
        result +=
            fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown_code(rule->name),
                        rule->category, to_string(rule->severity), to_string(rule->by_default),
                        fix_name(*rule), markdown_text(rule->summary));
    }
    return result;
}

void write_option(JsonWriter& json, OptionInfo const& option) {
    json.object([&] {
        json.text("name", option.name);
        json.text("type", option.type);
        // The values of TOML that options have (strings, numbers, booleans, lists) are JSON too.
        json.value("default", option.fallback);
        json.text("why", option.why);
    });
}

void write_rule(JsonWriter& json, Rule const& rule) {
    json.object([&] {
        json.text("name", rule.name);
        json.text("category", rule.category);
        json.text("severity", to_string(rule.severity));
        json.text("default", to_string(rule.by_default));
        json.text_or_null("fix", fix_name(rule));
        json.array("inputs", [&] {
            if ((rule.inputs & input_dockerfile) != 0) json.text("dockerfile");
            if ((rule.inputs & input_image) != 0) json.text("image");
            if ((rule.inputs & input_manifest) != 0) json.text("manifest");
        });
        json.array("requires", [&] {
            if ((rule.needs & requires_context) != 0) json.text("context");
            if ((rule.needs & requires_layers) != 0) json.text("layers");
        });
        json.text("since", rule.since);
        json.text("precision", to_string(rule.precision));
        json.array("aliases", [&] {
            for (auto const& alias : rule.aliases) json.text(alias.id);
        });
        json.text("summary", rule.summary);
        json.array("options", [&] {
            for (auto const& option : rule.options) write_option(json, option);
        });
    });
}

std::string rules_as_json(std::span<Rule const* const> rules) {
    std::string result = "[";
    JsonWriter json;
    for (auto const* const rule : rules) {
        write_rule(json, *rule);
        result += (result.size() == 1 ? "\n" : ",\n") + json.take();
    }
    return result + "]\n";
}

}  // namespace

std::string list_rules(std::span<Rule const* const> rules, ListFormat format, std::uint32_t width) {
    switch (format) {
        case ListFormat::text:
            return rules_as_text(rules, width);
        case ListFormat::json:
            return rules_as_json(rules);
        case ListFormat::markdown:
            break;
    }
    return rules_as_markdown(rules);
}

}  // namespace dockcheck
