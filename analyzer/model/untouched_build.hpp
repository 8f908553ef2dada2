// Whether the tools of a base image and the project that was copied are what a step finds.
#pragma once

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True when nothing in front of a command of the stage, in it or in those that it is FROM, can
/// have put another toolchain into the image or have changed a file of the project: all that runs
/// there are a few programs that are known to do neither, and what is copied comes from the
/// context.
bool is_untouched_before(Build const& build, Stage const& stage, Command const& command);

/// The same of all steps of the stage.
bool is_untouched(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
