// Reading and merging of configured values.
#include "analyzer/config/configuration.hpp"

#include <utility>

namespace dockcheck::config {

template <typename T>
T const* RuleOptions::find(std::string_view name) const {
    auto const found = values_.find(name);
    return found == values_.end() ? nullptr : std::get_if<T>(&found->second.value);
}

void RuleOptions::merge(RuleOptions const& over) {
    for (auto const& [name, value] : over.values_) values_.insert_or_assign(name, value);
}

bool RuleOptions::read(std::string_view name, bool& value) const {
    auto const* const found = find<bool>(name);
    if (found != nullptr) value = *found;
    return found != nullptr;
}

bool RuleOptions::read(std::string_view name, std::int64_t& value) const {
    auto const* const found = find<std::int64_t>(name);
    if (found != nullptr) value = *found;
    return found != nullptr;
}

bool RuleOptions::read(std::string_view name, double& value) const {
    auto const* const found = find<double>(name);
    if (found != nullptr) value = *found;
    return found != nullptr;
}

bool RuleOptions::read(std::string_view name, std::string_view& value) const {
    auto const* const found = find<std::string>(name);
    if (found != nullptr) value = *found;
    return found != nullptr;
}

bool RuleOptions::read(std::string_view name, std::vector<std::string_view>& value) const {
    auto const* const found = find<std::vector<std::string>>(name);
    if (found != nullptr) value.assign(found->begin(), found->end());
    return found != nullptr;
}

void BuildSettings::merge(BuildSettings const& over) {
    if (over.targets) targets = over.targets;
    for (auto const& [name, value] : over.arguments) arguments.insert_or_assign(name, value);
    if (over.context) {
        context = over.context;
        no_context.reset();
    }
    if (over.no_context) no_context = over.no_context;
    if (over.platform) platform = over.platform;
}

std::optional<std::string_view> Configuration::relative(std::string_view file) const {
    if (!file.starts_with(folder)) return std::nullopt;
    auto const rest = file.substr(folder.size());
    if (folder.ends_with('/')) return rest;
    return rest.starts_with('/') ? std::optional(rest.substr(1)) : std::nullopt;
}

bool Configuration::excludes(std::string_view file) const {
    if (!exclude && base != nullptr) return base->excludes(file);
    auto const inside = relative(file);
    return inside && excluded.cover(*inside);
}

void Configuration::extend(std::shared_ptr<Configuration const> extended) {
    fail_on = extended->fail_on;
    min_severity = extended->min_severity;
    format = extended->format;
    output = extended->output;
    baseline = extended->baseline;
    today = extended->today;
    show_suppressed = extended->show_suppressed;
    no_inline_ignores = extended->no_inline_ignores;
    unsafe_fixes = extended->unsafe_fixes;
    statistics = extended->statistics;
    custom = extended->custom;
    custom_rules = extended->custom_rules;
    images = extended->images;
    base = std::move(extended);
}

}  // namespace dockcheck::config
