// The folder that a command runs in.
#pragma once

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

/// The working directory of a command: WORKDIR and every `cd` in front of it in the same
/// instruction. Known text is an absolute path.
Value directory_of(Build const& build, Stage const& stage, Command const& command);

/// A path as the command sees it, made absolute; unknown when the path or the folder is.
Value path_of(Build const& build, Stage const& stage, Command const& command, Value const& path);

}  // namespace dockcheck::model
