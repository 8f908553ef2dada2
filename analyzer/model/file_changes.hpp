// What commands do to the files of a project, as far as their names say it.
#pragma once

#include "analyzer/model/command.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

/// Commands that change files and make none: `sed -i`.
bool edits_in_place(Command const& command);

/// Commands that make no file of a project: what they write lies in places of their own.
bool writes_no_project_files(Command const& command, Arena& arena);

}  // namespace dockcheck::model
