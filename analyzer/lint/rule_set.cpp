// The tables that say who looks at what.
#include "analyzer/lint/rule_set.hpp"

#include <algorithm>

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

}  // namespace

RuleSet::RuleSet(std::span<ActiveRule const> rules, RuleList known)
    : known_(known), rules_(rules.begin(), rules.end()) {
    // Findings come in the order of the rules' names, whatever order they were selected in.
    auto const name = [](ActiveRule const& active) { return active.rule->name; };
    if (!std::ranges::is_sorted(rules_, {}, name)) std::ranges::stable_sort(rules_, {}, name);
    active_.reserve(rules_.size());
    handlers_.reserve(2 * rules_.size());
    for (auto const& active : rules_) add(active);
    handlers_.finish(subject_count);
    std::ranges::sort(active_);
    find_superseding();
}

void RuleSet::add(ActiveRule const& active) {
    auto const& rule = *active.rule;
    if ((rule.inputs & (input_dockerfile | input_image)) == 0 || rule.check == nullptr) return;
    active_.push_back(&rule);
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

void RuleSet::find_superseding() {
    for (auto const* specific : active_) {
        for (auto const name : specific->supersedes) {
            auto const* const general = known(name);
            if (general != nullptr && is_active(*general)) {
                superseding_.push_back({general, specific});
            }
        }
    }
    std::ranges::sort(superseding_, {}, &Superseding::general);
}

bool RuleSet::is_active(Rule const& rule) const {
    return std::ranges::binary_search(active_, &rule);
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

RuleNames const& RuleSet::names() const {
    std::call_once(names_made_, [this] { names_ = std::make_unique<RuleNames const>(known_); });
    return *names_;
}

}  // namespace dockcheck
