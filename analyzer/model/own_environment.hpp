// Tools that install a project into a virtual environment of its own.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// `uv sync`, `poetry install` or `pipenv install`, where that alone can have brought a console
/// script and has certainly put it into an environment that is not on the PATH; or nullptr.
Command const* keeps_to_itself(Build const& build, Stage const& stage, std::string_view program);

}  // namespace dockcheck::model
