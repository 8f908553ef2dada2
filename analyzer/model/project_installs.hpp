// What installing the packages of a Ruby or Python project writes.
#pragma once

#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

/// True for Bundler where it certainly makes nothing at a path: it writes a lock file, its own
/// settings and the gems.
bool bundler_leaves(Command const& command, Arena& arena, std::string_view path);

/// True for uv and Poetry where they certainly make nothing at a path: they write lock files and an
/// environment of their own.
bool python_project_leaves(Command const& command, std::string_view path);

/// True for a manager of Python packages and a path that may lie in an environment which it makes:
/// `uv sync` and /app/.venv/bin/python, `pipx install` and /root/.local/bin/ruff, also where a
/// setting names the folder (UV_PROJECT_ENVIRONMENT, WORKON_HOME, PIPX_BIN_DIR).
bool may_make_environment(Command const& command, std::string_view path);

/// True for a file that no build of a Python project writes, by its ending: a module may be one
/// that says the version.
bool is_written_by_hand(std::string_view path);

}  // namespace dockcheck::model
