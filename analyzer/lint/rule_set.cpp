// The tables that say who looks at what.
#include "analyzer/lint/rule_set.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "analyzer/lint/match.hpp"

namespace dockcheck {
namespace {

std::uint8_t needs_of(Rule const& rule) {
    unsigned needs = 0;
    if ((rule.needs & requires_context) != 0) needs |= needs_context;
    if ((rule.needs & requires_layers) != 0) needs |= needs_layers;
    if ((rule.inputs & input_image) == 0) needs |= needs_dockerfile;
    if ((rule.inputs & input_dockerfile) == 0) needs |= needs_image;
    return static_cast<std::uint8_t>(needs);
}

std::string_view name_of(ActiveRule const& active) { return active.rule->name; }

/// The others are about files that dockcheck knows otherwise.
bool is_for_builds(Rule const& rule) {
    return (rule.inputs & (input_dockerfile | input_image)) != 0 && rule.check != nullptr;
}

/// Rules of the catalog are one behind the other by their names: nothing of them has to be read.
bool is_in_order(std::span<ActiveRule const> rules, RuleList known) {
    auto const catalog = known.catalog();
    auto const is_of_catalog = [&](ActiveRule const& active) {
        return !std::less<>()(active.rule, catalog.data())
               && std::less<>()(active.rule, catalog.data() + catalog.size());
    };
    return std::ranges::all_of(rules, is_of_catalog)
           && std::ranges::is_sorted(rules, std::less<>(), &ActiveRule::rule);
}

Rule const* rule_of(std::pair<Rule const*, std::shared_ptr<void const>> const& match) {
    return match.first;
}

bool is_for_some_commands(Check const& check, Subscription const& subscription) {
    return subscription.subject == Subject::command
           && (!check.programs.empty() || check.managers != 0);
}

}  // namespace

RuleSet::RuleSet(std::vector<ActiveRule> rules, RuleList known)
    : known_(known), rules_(std::move(rules)), names_(known) {
    // Findings come in the order of the rules' names, whatever order they were selected in.
    if (!is_in_order(rules_, known)) std::ranges::stable_sort(rules_, {}, name_of);
    for (auto const& active : rules_) {
        if (!is_for_builds(*active.rule)) continue;
        auto const* const match = active.rule->check->match;
        if (match != nullptr) matches_.emplace_back(active.rule, compile(*match));
    }
    std::ranges::sort(matches_, std::less<>(), rule_of);
    handlers_.fill(subject_count, [this](auto const& put) {
        for_each_entry([&](Subscription const& subscription, Entry const& entry) {
            if (!is_for_some_commands(*entry.active->rule->check, subscription)) {
                put(static_cast<std::size_t>(subscription.subject), entry);
            }
        });
    });
}

void const* RuleSet::options_of(ActiveRule const& active) const {
    if (active.rule->check->match != nullptr) {
        return std::ranges::lower_bound(matches_, active.rule, std::less<>(), rule_of)
            ->second.get();
    }
    return active.options ? active.options.get() : active.rule->check->options.defaults;
}

/// Calls `take` with each subscription of the rules that look at builds, and its entry.
template <typename Take>
void RuleSet::for_each_entry(Take const& take) const {
    for (auto const& active : rules_) {
        auto const& rule = *active.rule;
        if (!is_for_builds(rule)) continue;
        auto const* const options = options_of(active);
        for (auto const& subscription : rule.check->subscriptions) {
            if (subscription.handler == nullptr) continue;
            take(subscription,
                 Entry{subscription.handler, &active, options, needs_of(rule), rule.check->kinds});
        }
    }
}

std::span<RuleSet::Superseding const> RuleSet::superseding() const {
    std::call_once(superseding_found_, [this] { find_superseding(); });
    return superseding_;
}

void RuleSet::find_superseding() const {
    for (auto const& active : rules_) {
        if (!is_for_builds(*active.rule)) continue;
        for (auto const name : active.rule->supersedes) {
            auto const* const general = known(name);
            if (general != nullptr && is_active(*general))
                superseding_.push_back({general, active.rule});
        }
    }
    std::ranges::sort(superseding_, {}, &Superseding::general);
}

bool RuleSet::is_active(Rule const& rule) const {
    auto const found = std::ranges::lower_bound(rules_, rule.name, {}, name_of);
    return found != rules_.end() && found->rule == &rule && is_for_builds(rule);
}

Rule const* RuleSet::known(std::string_view name) const {
    auto const found = std::ranges::find(known_, name, &Rule::name);
    return found == known_.end() ? nullptr : &*found;
}

std::vector<std::string_view> RuleSet::aliases_behind(std::string_view prefix) const {
    std::vector<std::string_view> found;
    for (auto const& rule : known_) {
        for (auto const& alias : rule.aliases) {
            if (alias.id.starts_with(prefix)) found.push_back(alias.id.substr(prefix.size()));
        }
    }
    return found;
}

CommandIndex const& RuleSet::commands() const {
    std::call_once(commands_made_, [this] { find_commands(); });
    return commands_;
}

void RuleSet::find_commands() const {
    std::vector<CommandIndex::Asking> asking;
    asking.reserve(rules_.size());
    for_each_entry([&](Subscription const& subscription, Entry const& entry) {
        auto const& check = *entry.active->rule->check;
        if (is_for_some_commands(check, subscription)) asking.push_back({&check, entry});
    });
    commands_.fill(asking);
}

}  // namespace dockcheck
