// `dockcheck explain RULE`: the page of a rule.
#include "analyzer/report/explain.hpp"

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

/// An id that stands for several rules gets a list of them.
std::string list_of(std::string_view id, config::Meaning const& meaning) {
    auto result = fmt::format("{} stands for {} rules:\n\n", id, meaning.hits.size());
    for (auto const& hit : meaning.hits) {
        result += fmt::format("{}: {}\n", hit.rule->name, hit.rule->summary);
    }
    return result;
}

}  // namespace

int explain_command(Words words) {
    auto const arguments = parse_some(words, options_of("explain"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("explain");
    if (arguments->paths.size() != 1) return usage_error("explain: name one rule");

    auto const& name = arguments->paths.front();
    KnownRules const known;
    auto const found = config::rules_named(known.list(), name);
    if (!found) return usage_error(found.error().text);
    if (found->hits.size() > 1) return print(list_of(name, *found));

    auto const& rule = *found->hits.front().rule;
    auto const format = arguments->format.value_or("text");
    if (format == "markdown") return print(explain_markdown(rule));
    if (format != "text") return usage_error("explain: --format is text or markdown");
    auto const color = wants_color(arguments->color);
    if (!color) return usage_error(color.error().where + ": " + color.error().text);
    auto const width = output_width(arguments->width);
    if (!width) return usage_error(width.error().where + ": " + width.error().text);
    return print(explain(rule, {*color, *width}));
}

}  // namespace dockcheck::cli
