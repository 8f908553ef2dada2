// Reading and merging of configured values.
#include "analyzer/config/configuration.hpp"

#include <unordered_set>
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

Configuration const* Configuration::excluding() const {
    if (exclude) return this;
    for (auto base = bases.rbegin(); base != bases.rend(); ++base) {
        if (auto const* const found = (*base)->excluding(); found != nullptr) return found;
    }
    return nullptr;
}

bool Configuration::excludes(std::string_view file) const {
    auto const* const says = excluding();
    if (says == nullptr) return false;
    auto const inside = says->relative(file);
    return inside && says->excluded.cover(*inside);
}

void Configuration::extend(std::shared_ptr<Configuration const> extended) {
    auto const take = [](auto& own, auto const& other) {
        if (other) own = other;
    };
    take(fail_on, extended->fail_on);
    take(min_severity, extended->min_severity);
    take(format, extended->format);
    take(output, extended->output);
    take(baseline, extended->baseline);
    take(today, extended->today);
    take(show_suppressed, extended->show_suppressed);
    take(no_inline_ignores, extended->no_inline_ignores);
    take(unsafe_fixes, extended->unsafe_fixes);
    take(statistics, extended->statistics);
    std::unordered_set<std::string_view> replaced;
    for (auto const& rule : extended->custom) replaced.insert(rule->rule().name);
    std::erase_if(custom, [&](auto const& known) { return replaced.contains(known->rule().name); });
    custom.insert(custom.end(), extended->custom.begin(), extended->custom.end());
    custom_rules.clear();
    for (auto const& rule : custom) custom_rules.push_back(&rule->rule());
    for (auto const& [name, maker] : extended->images) images.insert_or_assign(name, maker);
    bases.push_back(std::move(extended));
}

}  // namespace dockcheck::config
