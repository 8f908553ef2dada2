// What the frontend that a `# syntax=` line names can read.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when `# syntax=` names another frontend than docker/dockerfile: it may know more words,
/// and other things to build on.
bool names_foreign_frontend(ast::File const& file);

/// False for a frontend of a version before 1.4, which reads no heredocs.
bool knows_heredocs(Build const& build);

/// False for a frontend of a version before 1.17, which has no ADD --unpack.
bool knows_unpack(Build const& build);

}  // namespace dockcheck::model
