// Whether the folder of a Dockerfile, taken for the context, is that of its build.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// False when a file or folder that the Dockerfile copies is not in the context: then another
/// folder is, or somebody makes it before the build.
bool has_all_sources(Build const& build);

/// True where the context is given, or nothing is missing in it and an ignore file or a lock file
/// lies in it or the repository begins there: no folder above, whose files have the same names, is
/// meant.
bool is_own_context(Build const& build);

}  // namespace dockcheck::model
