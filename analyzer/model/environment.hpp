// Which environment variables a container of an image has.
#pragma once

#include <string_view>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// True unless neither the build nor the base image, which must be a known one, sets the variable.
bool may_have_variable(Stage const& stage, std::string_view name);

/// The same where the case of letters does not matter; the name is in capitals.
bool may_have_variable_in_any_case(Stage const& stage, std::string_view name);

/// True when two names differ in the case of ASCII letters only.
bool is_same_in_any_case(std::string_view a, std::string_view b);

}  // namespace dockcheck::model
