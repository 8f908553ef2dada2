// What may be asked of a build: a stage as its target, and arguments.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The stage that a target names, in any case, the last one first, or by its number from 0; nullptr
/// where there is none (BuildKit: target stage "x" could not be found).
Stage const* find_target(Build const& build, std::string_view target);

/// The names that ARGs of the file have, those of triggers too.
std::vector<std::string_view> declared_arguments(Build const& build);

/// True for arguments that BuildKit and the frontend take without an ARG.
bool is_taken_without_arg(std::string_view name);

}  // namespace dockcheck::model
