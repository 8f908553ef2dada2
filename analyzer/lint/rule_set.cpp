// The tables that say who looks at what.
#include "analyzer/lint/rule_set.hpp"

#include <algorithm>
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

}  // namespace

RuleSet::RuleSet(std::vector<ActiveRule> rules, RuleList known)
    : known_(known), rules_(std::move(rules)), names_(known) {
    // Findings come in the order of the rules' names, whatever order they were selected in.
    if (!std::ranges::is_sorted(rules_, {}, name_of)) std::ranges::stable_sort(rules_, {}, name_of);
    handlers_.reserve(rules_.size());
    commands_.reserve(rules_.size());
    for (auto const& active : rules_) add(active);
    handlers_.finish(subject_count);
}

void RuleSet::add(ActiveRule const& active) {
    auto const& rule = *active.rule;
    if (!is_for_builds(rule)) return;
    auto const& options = rule.check->options;
    void const* values = active.options ? active.options.get() : options.defaults;
    if (rule.check->match != nullptr) {
        values = matches_.emplace_back(compile(*rule.check->match)).get();
    }
    for (auto const& subscription : rule.check->subscriptions) {
        if (subscription.handler == nullptr) continue;
        Entry const entry{subscription.handler, &active, values, needs_of(rule), rule.check->kinds};
        bool const is_for_some = !rule.check->programs.empty() || rule.check->managers != 0;
        if (subscription.subject == Subject::command && is_for_some) {
            commands_.add(*rule.check, entry);
        } else {
            handlers_.add(static_cast<std::size_t>(subscription.subject), entry);
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
    std::call_once(commands_made_, [this] { commands_.finish(); });
    return commands_;
}

}  // namespace dockcheck
