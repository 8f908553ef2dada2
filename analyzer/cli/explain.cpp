// `dockcheck explain NAME...`: the pages of rules, the rules of a category.
#include "analyzer/report/explain.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/names.hpp"

namespace dockcheck::cli {
namespace {

/// A name that stands for several rules gets a list of them.
std::string list_of(std::string_view id, config::Meaning const& meaning) {
    auto result = fmt::format("{} stands for {} rules:\n\n", id, meaning.hits.size());
    for (auto const& hit : meaning.hits) {
        result += fmt::format("{}: {}\n", hit.rule->name, hit.rule->summary);
    }
    return result;
}

/// An id may stand for several parts of one rule.
bool is_one_rule(config::Meaning const& meaning) {
    return std::ranges::all_of(meaning.hits, [&](config::Meaning::Hit const& hit) {
        return hit.rule == meaning.hits.front().rule;
    });
}

}  // namespace

int explain_command(Words words) {
    auto const arguments = parse_some(words, options_of("explain"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("explain");
    if (arguments->paths.empty()) {
        return usage_error("explain: name a rule or a category; dockcheck rules lists them");
    }
    auto const format = arguments->format.value_or("text");
    if (format != "text" && format != "markdown") {
        return usage_error("explain: --format is text or markdown");
    }
    auto const color = wants_color(arguments->color);
    if (!color) return usage_error(color.error().where + ": " + color.error().text);
    auto const width = output_width(arguments->width);
    if (!width) return usage_error(width.error().where + ": " + width.error().text);
    auto const known = KnownRules::read(*arguments);
    if (!known) {
        say_error(known.error());
        return exit_trouble;
    }
    std::string result;
    for (auto const& name : arguments->paths) {
        auto const found = config::meaning(known->list(), name);
        if (!found) return usage_error(found.error().text);
        if (!result.empty()) result += "\n";
        auto const& rule = *found->hits.front().rule;
        if (!is_one_rule(*found)) {
            result += list_of(name, *found);
        } else if (format == "markdown") {
            // A page alone stands below a heading of whoever shows it.
            if (arguments->paths.size() > 1) result += fmt::format("# {}\n\n", rule.name);
            result += explain_markdown(rule);
        } else {
            result += explain(rule, {*color, *width});
        }
    }
    return print(result);
}

}  // namespace dockcheck::cli
