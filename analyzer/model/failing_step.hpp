// Whether a step of the build fails with one of its commands.
#pragma once

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True where the instruction ends with the command's failure, and nothing decides whether it runs
/// at all.
bool fails_the_build(Stage const& stage, Command const& command);

/// The same where nothing else of the instruction's script can take notice of a failure either: no
/// `||`, no group, no pipe behind the command.
bool must_succeed(Stage const& stage, Command const& command);

}  // namespace dockcheck::model
