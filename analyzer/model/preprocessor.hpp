// Files that the C preprocessor makes a Dockerfile of.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True where a line begins with `#endif` or `#include "`: of several FROMs one may be left, and
/// names may be macros.
bool has_preprocessor_lines(Build const& build);

}  // namespace dockcheck::model
