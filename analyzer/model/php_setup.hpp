// Which extensions of PHP the steps of a stage may have installed.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// False where nothing in front of a command can have put an extension into an official image of
/// PHP that is not compiled with it. `extension` is in lower case.
bool may_have_extension(Build const& build, Stage const& stage, Command const& before,
                        std::string_view extension);

}  // namespace dockcheck::model
