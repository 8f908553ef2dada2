// Which environment variables a container of an image has.
#pragma once

#include <string_view>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// True unless neither the build nor the base image, which must be a known one, sets the variable.
bool may_have_variable(Stage const& stage, std::string_view name);

}  // namespace dockcheck::model
