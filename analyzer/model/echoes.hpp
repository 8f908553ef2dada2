// What echo prints in another shell.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// Where `-e` has to be written (offsets in the source, behind `echo`) so that each echo prints in
/// bash what it prints in dash, from an instruction of the stage on and as far as a SHELL in front
/// of it holds: dash expands backslash sequences, bash does so with -e. Nothing where some echo has a
/// sequence that the two read differently.
std::optional<std::vector<std::uint32_t>> echoes_for_bash(Build const& build, Stage const& stage,
                                                          ast::Instruction const& from);

}  // namespace dockcheck::model
