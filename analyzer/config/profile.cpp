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

void read_options(std::map<Rule const*, RuleOptions> const& options,
                  std::vector<ActiveRule>& rules) {
    if (options.empty()) return;
    for (auto& active : rules) {
        auto const found = options.find(active.rule);
        if (found == options.end() || active.rule->check == nullptr) continue;
        auto const read = active.rule->check->options.read;
        if (read != nullptr) active.options = read(found->second);
    }
}

}  // namespace

std::vector<Settings const*> layers_of(Configuration const& configuration, std::string_view file,
                                       std::string_view other) {
    std::vector<Settings const*> layers;
    for (auto const& base : configuration.bases) {
        auto const of_base = layers_of(*base, file, other);
        layers.insert(layers.end(), of_base.begin(), of_base.end());
    }
    layers.push_back(&configuration.settings);
    auto const path = configuration.relative(file);
    auto const other_path = configuration.relative(other);
    for (auto const& each : configuration.overrides) {
        bool const covers =
            (path && each.files.cover(*path)) || (other_path && each.files.cover(*other_path));
        if (covers) layers.push_back(&each.settings);
    }
    return layers;
}

Result<std::shared_ptr<Profile const>> Profiles::of(
    std::shared_ptr<Configuration const> configuration, std::string_view file,
    std::string_view other) {
    auto const layers = layers_of(*configuration, file, other);
    auto const key = std::pair(configuration.get(), layers);
    if (auto const known = made_.find(key); known != made_.end()) return known->second;
    auto profile = make(std::move(configuration), layers);
    if (profile) made_.emplace(key, *profile);
    return profile;
}

Result<std::shared_ptr<Profile const>> Profiles::make(
    std::shared_ptr<Configuration const> configuration, Layers const& layers) const {
    auto profile = std::make_shared<Profile>();
    std::vector<SelectionLayer const*> selections;
    for (auto const* const layer : layers) {
        selections.push_back(&layer->selection);
        add_settings(*profile, *layer);
    }
    selections.push_back(command_line_);

    RuleList const known(rules_, configuration->custom_rules);
    auto selected = select_rules(known, selections);
    if (!selected) return tl::unexpected(selected.error());
    profile->configuration = std::move(configuration);
    read_options(profile->options, *selected);
    profile->rule_set = std::make_unique<RuleSet const>(std::move(*selected), known);
    return profile;
}

}  // namespace dockcheck::config
