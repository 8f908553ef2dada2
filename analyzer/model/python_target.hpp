// Which Python a command of pip or uv installs for.
#pragma once

#include <optional>

#include "analyzer/knowledge/python_releases.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// That of an official image, where no other is in sight; nothing else is certain.
std::optional<knowledge::PythonTarget> python_target(Build const& build, Stage const& stage,
                                                     Command const& command);

}  // namespace dockcheck::model
