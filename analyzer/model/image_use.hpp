// What an image is there for, as the instructions of its stage tell.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True for a stage with ONBUILD: what it runs as is for those that are FROM it to say.
bool has_onbuild(Stage const& stage);

/// True when a stage starts nothing of its own: a distribution or a language, for others to build
/// upon.
bool starts_nothing_own(Stage const& stage);

/// True for a program that takes arguments and serves nobody: no CMD but one such as `--help`.
bool may_be_tool(RuntimeConfig const& config);

/// True when a program of a start may come from the build context, by its name: what it does nobody
/// sees here.
bool may_be_of_context(Stage const& stage, std::span<Command const> start);

}  // namespace dockcheck::model
