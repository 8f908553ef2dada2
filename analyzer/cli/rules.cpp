// `dockcheck rules [NAME...]`: every rule there is, or those that are named.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/known_rules.hpp"
#include "analyzer/cli/messages.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/cli/sink.hpp"
#include "analyzer/config/names.hpp"
#include "analyzer/report/rules_list.hpp"

namespace dockcheck::cli {
namespace {

std::optional<ListFormat> list_format(std::string_view name) {
    if (name == "text") return ListFormat::text;
    if (name == "json") return ListFormat::json;
    if (name == "markdown") return ListFormat::markdown;
    return std::nullopt;
}

}  // namespace

int rules_command(Words words) {
    auto const arguments = parse_some(words, options_of("rules"));
    if (!arguments) return usage_error(arguments.error().text);
    if (arguments->help) return print_help("rules");
    auto const format = list_format(arguments->format.value_or("text"));
    if (!format) return usage_error("rules: --format is text, json or markdown");
    auto const width = output_width(arguments->width);
    if (!width) return usage_error(width.error().where + ": " + width.error().text);

    auto const known = KnownRules::read(*arguments);
    if (!known) {
        say_error(known.error());
        return exit_trouble;
    }
    std::vector<Rule const*> listed;
    for (auto const& name : arguments->paths) {
        auto const found = config::meaning(known->list(), name);
        if (!found) return usage_error(found.error().text);
        for (auto const& hit : found->hits) listed.push_back(hit.rule);
    }
    std::vector<Rule const*> shown;
    for (auto const& rule : known->list()) {
        bool const is_named = std::ranges::find(listed, &rule) != listed.end();
        if (arguments->paths.empty() || is_named) shown.push_back(&rule);
    }
    return print(list_rules(shown, *format, *width));
}

}  // namespace dockcheck::cli
