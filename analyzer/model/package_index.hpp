// The index of a package manager within one RUN: what may refresh it, and what may use it.
#pragma once

#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// True when a command certainly neither refreshes the index of a system's package manager nor
/// reads it: coreutils and their like, downloads, managers of languages. Scripts and programs that
/// are not known may do either.
bool leaves_index_alone(Command const& command);

/// What is behind or in front of a command in its RUN.
enum class IndexUse : std::uint8_t { no, yes, maybe };

/// Whether something in front of the command refreshes the manager's index in the same RUN.
IndexUse refreshed_before(Build const& build, Stage const& stage, Command const& command,
                          Manager manager);
/// Whether something behind it installs or upgrades with the manager in the same RUN.
IndexUse used_behind(Build const& build, Stage const& stage, Command const& command,
                     Manager manager);

}  // namespace dockcheck::model
