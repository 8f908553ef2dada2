// Whether one command of a build brings a program.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// `folders` are those of the PATH.
knowledge::Brings brought_by(Build const& build, Stage const& stage, Command const& command,
                             std::string_view program, std::span<std::string_view const> folders);

}  // namespace dockcheck::model
