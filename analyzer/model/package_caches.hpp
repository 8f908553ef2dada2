// What package managers leave in a layer: whether the same RUN empties the folder, or a mount
// covers it.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// Folders of a cache: absolute paths, or `~/x` in the home of whoever runs the command.
using CacheFolders = std::span<std::string_view const>;

/// True for a command of a RUN whose layer is shipped; builder stages on demand. False where the
/// base is not told: it may be an image that keeps its caches elsewhere, such as one of Windows.
bool is_shipped(Stage const* stage, Command const& command, bool include_builder_stages);

/// True where another account than root runs the command: its caches are in its own home.
bool is_run_by_other_account(Build const& build, Command const& command);

/// The commands of the same instruction, in the order of the text.
std::span<Command const> commands_beside(Stage const& stage, Command const& command);
/// Those of them that stand behind it.
std::span<Command const> commands_behind(Stage const& stage, Command const& command);

/// True when a command behind it in the same RUN empties one of the folders, or may do so: a path
/// that nobody can know, a script for cleaning up.
bool may_be_emptied(Build const& build, Stage const& stage, Command const& command,
                    CacheFolders folders);

/// True when a cache or tmpfs mount covers one of the folders: it is no part of the layer.
bool is_mounted(Command const& command, CacheFolders folders);

}  // namespace dockcheck::model
