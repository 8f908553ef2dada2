// The variables of a stage and of the image that it begins with.
#include "analyzer/model/environment.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"

namespace dockcheck::model {

bool may_have_variable(Stage const& stage, std::string_view name) {
    if (stage.config.find_environment(name) != nullptr) return true;
    auto const& root = stage.root();
    if (root.kind == Reference::Kind::scratch) return false;
    auto const* image = known_image(root);
    return image == nullptr || knowledge::sets_environment(*image, name);
}

bool is_same_in_any_case(std::string_view a, std::string_view b) {
    auto const in_capitals = [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    };
    return std::ranges::equal(a, b, {}, in_capitals, in_capitals);
}

bool may_have_variable_in_any_case(Stage const& stage, std::string_view name) {
    return may_have_variable(stage, name)
           || std::ranges::any_of(stage.config.environment, [&](auto const& variable) {
                  return is_same_in_any_case(variable.name, name);
              });
}

}  // namespace dockcheck::model
