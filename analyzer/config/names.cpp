// Looking names up among rules, categories and aliases, and suggesting the nearest ones.
#include "analyzer/config/names.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "analyzer/syntax/dockerfile/platform.hpp"
#include "analyzer/text/nearest.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::config {
namespace {

constexpr std::array<std::string_view, 3> set_names{"all", "default", "preview"};

bool same_name(std::string_view a, std::string_view b) { return equal_without_case(a, b); }

bool is_set(std::string_view name) {
    return std::ranges::any_of(set_names, [&](auto set) { return same_name(set, name); });
}

bool is_category(RuleList rules, std::string_view name) {
    return std::ranges::any_of(rules,
                               [&](Rule const& rule) { return same_name(rule.category, name); });
}

std::string_view without_tool(std::string_view id) {
    auto const colon = id.find(':');
    return colon == std::string_view::npos ? id : id.substr(colon + 1);
}

Meaning rules_of_set(RuleList rules, std::string_view set) {
    Meaning result{Breadth::everything, {}};
    result.hits.reserve(rules.size());
    bool const is_all = same_name(set, "all");
    bool const is_default = same_name(set, "default");
    for (auto const& rule : rules) {
        bool const is_preview = rule.by_default == Default::preview;
        bool const belongs = is_all       ? !is_preview
                             : is_default ? rule.by_default == Default::on
                                          : is_preview;
        if (belongs) result.hits.push_back({&rule, {}});
    }
    return result;
}

Meaning rules_of_category(RuleList rules, std::string_view category) {
    Meaning result{Breadth::category, {}};
    for (auto const& rule : rules) {
        if (rule.by_default == Default::preview || !same_name(rule.category, category)) continue;
        result.hits.push_back({&rule, {}});
    }
    return result;
}

Meaning rules_of_id(RuleList rules, std::string_view id) {
    Meaning result{Breadth::rule, {}};
    for (auto const& rule : rules) {
        if (same_name(rule.name, id)) {
            result.hits.push_back({&rule, {}});
            continue;
        }
        for (auto const& alias : rule.aliases) {
            if (!same_name(alias.id, id) && !same_name(without_tool(alias.id), id)) continue;
            result.hits.push_back({&rule, alias.variant});
        }
    }
    return result;
}

std::vector<std::string_view> names_of_rules(RuleList rules) {
    std::vector<std::string_view> names;
    for (auto const& rule : rules) {
        names.push_back(rule.name);
        for (auto const& alias : rule.aliases) {
            names.push_back(alias.id);
            names.push_back(without_tool(alias.id));
        }
    }
    return names;
}

/// The first words of a name, as many as `like` has.
std::string_view first_words(std::string_view name, std::string_view like) {
    auto words = std::ranges::count(like, '-') + 1;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '-' && --words == 0) return name.substr(0, i);
    }
    return name;
}

/// Whether a word is a part of a name, or its beginning but for one letter.
bool holds_part(std::string_view name, std::string_view word) {
    return name.find(word) != std::string_view::npos
           || edit_distance(first_words(name, word), word, 1) <= 1;
}

std::vector<std::string_view> nearest_names(std::string_view word,
                                            std::span<std::string_view const> candidates) {
    constexpr std::size_t most = 3;
    constexpr std::size_t longest_word = 100;
    if (word.empty() || word.size() > longest_word) return {};
    // Two swapped letters are a distance of 2.
    auto const limit = word.size() < 4 ? 1 : std::clamp<std::size_t>(word.size() / 4, 2, 4);

    std::vector<std::pair<std::size_t, std::string_view>> found;
    for (auto const candidate : candidates) {
        auto const distance = edit_distance(word, candidate, limit);
        if (distance <= limit) found.emplace_back(distance, candidate);
    }
    // A part of a name is worth a hint when nothing is spelt nearly so.
    constexpr std::size_t shortest_part = 4;
    for (auto const candidate : candidates) {
        if (!found.empty() && found.front().first <= limit) break;
        if (word.size() < shortest_part || !holds_part(candidate, word)) continue;
        found.emplace_back(limit + 1, candidate);
    }
    std::ranges::stable_sort(found, {}, &std::pair<std::size_t, std::string_view>::first);
    std::vector<std::string_view> result;
    for (auto const& [distance, name] : found) {
        if (result.size() == most || distance > found.front().first) break;
        if (std::ranges::find(result, name) == result.end()) result.push_back(name);
    }
    return result;
}

Error unknown_rule(std::string_view name, std::span<std::string_view const> candidates) {
    auto const hint = suggestion(name, candidates);
    return {{},
            fmt::format("unknown rule \"{}\"{}", name,
                        hint.empty() ? "; dockcheck rules lists them" : hint)};
}

}  // namespace

std::string suggestion(std::string_view word, std::span<std::string_view const> candidates) {
    auto const names = nearest_names(word, candidates);
    if (names.empty()) return {};
    std::string result = "; did you mean ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) result += i + 1 == names.size() ? " or " : ", ";
        result += fmt::format("\"{}\"", names[i]);
    }
    return result + "?";
}

bool has_meaning(RuleList rules, std::string_view name) {
    return is_set(name) || !rules_of_id(rules, name).hits.empty() || is_category(rules, name);
}

Result<Meaning> meaning(RuleList rules, std::string_view name) {
    if (is_set(name)) return rules_of_set(rules, name);
    if (auto found = rules_of_id(rules, name); !found.hits.empty()) return found;
    if (is_category(rules, name)) return rules_of_category(rules, name);

    auto candidates = names_of_rules(rules);
    candidates.insert(candidates.end(), set_names.begin(), set_names.end());
    for (auto const& rule : rules) candidates.push_back(rule.category);
    return tl::unexpected(unknown_rule(name, candidates));
}

Result<Meaning> rules_named(RuleList rules, std::string_view name) {
    auto found = rules_of_id(rules, name);
    if (!found.hits.empty()) return found;
    return tl::unexpected(unknown_rule(name, names_of_rules(rules)));
}

std::string platform_fault(std::string_view platform) {
    constexpr std::array<std::string_view, 10> usual{
        "linux/amd64",   "linux/arm64", "linux/arm/v7",  "linux/386", "linux/ppc64le",
        "linux/riscv64", "linux/s390x", "windows/amd64", "linux",     "amd64"};
    // Short names are near to each other: z80 is no misspelt 386.
    auto const is_misspelt = [](std::string_view name, std::span<std::string_view const> known) {
        return !name.empty() && !nearest(name, known, name.size() < 5 ? 1 : 2).empty();
    };
    auto const parsed = dockerfile::parse_platform(platform);
    if (parsed) {
        constexpr std::array<std::string_view, 4> systems{"linux", "windows", "darwin", "freebsd"};
        constexpr std::array<std::string_view, 7> machines{"amd64",   "arm64", "arm",    "386",
                                                           "ppc64le", "s390x", "riscv64"};
        bool const is_wrong =
            (!dockerfile::is_known_os(parsed->os) && is_misspelt(parsed->os, systems))
            || (!dockerfile::is_known_architecture(parsed->architecture)
                && is_misspelt(parsed->architecture, machines));
        if (!is_wrong) return {};
    }
    auto const near = suggestion(platform, usual);
    return fmt::format("\"{}\" is no platform{}", platform,
                       near.empty() ? "; write it as linux/amd64" : near);
}

std::string option_fault(OptionInfo const& option, std::string_view text) {
    std::vector<std::string_view> known;
    for (auto rest = option.values; !rest.empty();) {
        auto const value = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(value.size() + 1, rest.size()));
        known.push_back(value);
    }
    if (known.empty()) return {};
    bool const has_name = known.front().starts_with('=');
    auto value = text;
    if (has_name) {
        auto const equals = text.rfind('=');
        if (equals == text.npos || equals == 0) {
            return fmt::format("\"{}\" is not NAME=FORM; write {}{}", text, text, known.front());
        }
        value = text.substr(equals);
    }
    if (std::ranges::find(known, value) != known.end()) return {};
    std::string all;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (i > 0) all += i + 1 == known.size() ? " or " : ", ";
        all += known[i].substr(has_name ? 1 : 0);
    }
    if (!has_name) return fmt::format("\"{}\" is not {}", text, all);
    return fmt::format("\"{}\": \"{}\" is not {}", text, value.substr(1), all);
}

std::optional<Severity> severity_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Severity>, 5> levels{{
        {"error", Severity::error},
        {"warning", Severity::warning},
        {"info", Severity::info},
        {"style", Severity::style},
        {"off", Severity::off},
    }};
    for (auto const& [known, severity] : levels) {
        if (known == name) return severity;
    }
    return std::nullopt;
}

}  // namespace dockcheck::config
