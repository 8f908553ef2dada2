// Whether a container gets as far as the program that it is to start.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True where what starts is not certain, or a program that it names, or the shell that it needs,
/// certainly is not in the image: what that program would load nobody gets to see.
bool may_lack_started_program(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
