// Programs that a RUN takes away again: whoever ends the RUN with them does not find them.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The first command behind one in its RUN that takes away a program which one of the packages
/// brings, or may do so: the packages are removed, a virtual package that may hold them is, or
/// files of their name below a folder of programs are. Nullptr for none.
Command const* remover_behind(Build const& build, Stage const& stage, Command const& command,
                              std::span<std::string_view const> packages);

}  // namespace dockcheck::model
