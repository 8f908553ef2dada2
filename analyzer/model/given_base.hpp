// Whether a FROM with variables may name another image than the file says.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a script, a manifest or a note of the repository may give one of the arguments of a
/// FROM another value. For who has something to report.
bool may_be_another_base(Build const& build, Reference const& base);

}  // namespace dockcheck::model
