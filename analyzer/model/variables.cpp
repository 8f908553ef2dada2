// Finding bindings by name and position.
#include "analyzer/model/variables.hpp"

#include <algorithm>

#include "analyzer/model/mention_index.hpp"

namespace dockcheck::model {

Binding const* Variables::find(std::string_view name, std::uint32_t position) const {
    auto const* const bindings = by_name_.find(name);
    if (bindings == nullptr) return nullptr;
    auto const* const after = std::ranges::lower_bound(*bindings, position, {}, &Binding::position);
    return after == bindings->begin() ? nullptr : after - 1;
}

Binding const* Variables::find_env(std::string_view name) const {
    auto const* const bindings = by_name_.find(name);
    if (bindings == nullptr) return nullptr;
    for (auto at = bindings->size(); at > 0; --at) {
        if ((*bindings)[at - 1].is_env) return &(*bindings)[at - 1];
    }
    return nullptr;
}

std::vector<std::string_view> Variables::names_to_mean(std::uint32_t position) const {
    constexpr std::size_t most = 300;
    if (by_name_.size() > most) return {};
    auto result = names(position);
    std::erase_if(result, [](auto name) { return !is_variable_name(name); });
    return result;
}

std::vector<std::string_view> Variables::names(std::uint32_t position) const {
    std::vector<std::string_view> names;
    for (auto const& entry : by_name_) {
        if (entry.value.front().position < position) names.push_back(entry.name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace dockcheck::model
