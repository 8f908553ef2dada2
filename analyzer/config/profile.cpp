// Putting settings on top of each other.
#include "analyzer/config/profile.hpp"

#include <utility>

namespace dockcheck::config {
namespace {

void add_settings(Profile& profile, Settings const& settings) {
    for (auto const& [rule, options] : settings.options) profile.options[rule].merge(options);
    profile.build.merge(settings.build);
    if (settings.require_reason) profile.require_reason = settings.require_reason->value;
}

void read_options(Profile& profile) {
    for (auto& active : profile.rules) {
        auto const found = profile.options.find(active.rule);
        if (found == profile.options.end() || active.rule->check == nullptr) continue;
        auto const read = active.rule->check->options.read;
        if (read != nullptr) active.options = read(found->second);
    }
}

}  // namespace

Result<std::shared_ptr<Profile const>> Profiles::of(
    std::shared_ptr<Configuration const> configuration, std::string_view file) {
    Overrides overrides;
    if (auto const path = configuration->relative(file)) {
        for (auto const& each : configuration->overrides) {
            if (each.files.cover(*path)) overrides.push_back(&each);
        }
    }
    auto const key = std::pair(configuration.get(), overrides);
    if (auto const known = made_.find(key); known != made_.end()) return known->second;
    auto profile = make(std::move(configuration), overrides);
    if (profile) made_.emplace(key, *profile);
    return profile;
}

Result<std::shared_ptr<Profile const>> Profiles::make(
    std::shared_ptr<Configuration const> configuration, Overrides const& overrides) const {
    auto profile = std::make_shared<Profile>();
    std::vector<SelectionLayer const*> layers{&configuration->settings.selection};
    add_settings(*profile, configuration->settings);
    for (auto const* const each : overrides) {
        layers.push_back(&each->settings.selection);
        add_settings(*profile, each->settings);
    }
    layers.push_back(command_line_);

    auto selected = select_rules(rules_, layers);
    if (!selected) return tl::unexpected(selected.error());
    profile->rules = std::move(*selected);
    profile->configuration = std::move(configuration);
    read_options(*profile);
    profile->rule_set = std::make_unique<RuleSet const>(profile->rules, rules_);
    return profile;
}

}  // namespace dockcheck::config
