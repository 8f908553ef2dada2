// The variables of a stage and of the image that it begins with.
#include "analyzer/model/environment.hpp"

#include "analyzer/model/base_image.hpp"

namespace dockcheck::model {

bool may_have_variable(Stage const& stage, std::string_view name) {
    if (stage.config.find_environment(name) != nullptr) return true;
    auto const& root = stage.root();
    if (root.kind == Reference::Kind::scratch) return false;
    auto const* image = known_image(root);
    return image == nullptr || knowledge::sets_environment(*image, name);
}

}  // namespace dockcheck::model
