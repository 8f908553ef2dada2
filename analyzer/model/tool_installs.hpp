// Installers of tools that are fetched and run at once, and what they leave alone.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// `curl https://install.python-poetry.org |`: to its output and nowhere else.
bool fetches_poetry(Stage const& stage, Command const& command, Arena& arena);
/// `| python3 -` behind it.
bool runs_fetched_poetry(Stage const& stage, Command const& command, Arena& arena);

/// True when setting up a tool certainly makes nothing at an absolute path: the installer of
/// Poetry, `ln -s` to a place elsewhere.
bool tool_leaves(Stage const& stage, Command const& command, Arena& arena, std::string_view path);

}  // namespace dockcheck::model
