// Finding bindings by name and position.
#include "analyzer/model/variables.hpp"

#include <algorithm>

namespace dockcheck::model {

Binding const* Variables::find(std::string_view name, std::uint32_t position) const {
    auto const found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    auto const& bindings = found->second;
    auto const after = std::ranges::lower_bound(bindings, position, {}, &Binding::position);
    return after == bindings.begin() ? nullptr : &*(after - 1);
}

Binding const* Variables::find_env(std::string_view name) const {
    auto const found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    auto const& bindings = found->second;
    auto const last = std::ranges::find_if(bindings.rbegin(), bindings.rend(), &Binding::is_env);
    return last == bindings.rend() ? nullptr : &*last;
}

std::vector<std::string_view> Variables::names(std::uint32_t position) const {
    std::vector<std::string_view> names;
    for (auto const& [name, bindings] : by_name_) {
        if (bindings.front().position < position) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace dockcheck::model
