// Folders that package managers are told to use, and the paths that may lie in them.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

/// True when a folder of a cleaned absolute path, or its end, has this name.
bool has_part(std::string_view path, std::string_view name);

/// False for a word of which only a part is known that leads away from the path.
bool may_lead_to(Value const& word, std::string_view path);

/// True when a folder may be the path or hold it; a relative one lies anywhere.
bool may_hold(Value const& folder, std::string_view path);

/// True when a variable of a package manager that the stage sets may name a folder that holds the
/// path: PIP_PREFIX=/install.
bool package_variable_may_name(Build const& build, Stage const& stage, std::string_view path);

}  // namespace dockcheck::model
