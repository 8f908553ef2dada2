// What the names mean that users select rules by.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/rule_list.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::config {

/// How much a name takes in; a narrower one is more specific.
enum class Breadth : std::uint8_t { everything, category, rule };

/// The rules that a name stands for.
struct Meaning {
    struct Hit {
        Rule const* rule = nullptr;
        std::string_view variant;  ///< of an alias that holds for one variant alone; else empty
    };
    Breadth breadth = Breadth::rule;
    std::vector<Hit> hits;
};

/// Reads a rule's name, a category, another tool's id with or without its `tool:`, or `all`,
/// `default`, `preview`. Letter case does not matter. `all` and categories leave previews out. An
/// unknown name is an error that gives the nearest ones.
Result<Meaning> meaning(RuleList rules, std::string_view name);

/// True for a name that `meaning` knows.
bool has_meaning(RuleList rules, std::string_view name);

/// The same as `meaning` for a name that must be a rule's or another tool's id.
Result<Meaning> rules_named(RuleList rules, std::string_view name);

/// `; did you mean "a" or "b"?` with up to three of the candidates, or nothing.
std::string suggestion(std::string_view word, std::span<std::string_view const> candidates);

/// What is wrong with a platform to build for (`linux/amd64`), or nothing. A name that nobody knows
/// is taken, unless it is nearly one that is known.
std::string platform_fault(std::string_view platform);

/// What is wrong with a text as the value of a rule's option, or as one of its list, or nothing.
std::string option_fault(OptionInfo const& option, std::string_view text);

/// error, warning, info, style or off.
std::optional<Severity> severity_named(std::string_view name);

}  // namespace dockcheck::config
