// Files that a start command names: the script of an interpreter, the configuration of a server.
#pragma once

#include <span>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// The words behind `bundle exec`, `uv run` and the like.
std::span<Argument const> words_behind_runners(Command const& command);

/// The word that names the file which a program is told to run; nullptr when none is or when
/// another word may change what it is.
Argument const* started_file(Command const& command);

/// `node dist/main`: the word that names a module without its ending; or nullptr.
Argument const* started_module(Command const& command);

/// True when Node.js may find such a module at an absolute path under one of its endings.
bool is_found_by_other_name(Build const& build, Stage const& stage, std::string_view path);

/// The word that names the file which a server certainly reads its settings from: `puma -C FILE`;
/// or nullptr.
Argument const* settings_file(Command const& command);

}  // namespace dockcheck::model
