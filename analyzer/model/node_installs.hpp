// What installing the packages of a Node.js project may write beside node_modules.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True for npm, Yarn and pnpm installing what package.json names.
bool is_node_install(Command const& command, Arena& arena);

/// True when the install certainly makes nothing at an absolute path: that lies outside of
/// node_modules, and no script of the project runs. `package` is the project's package.json, or
/// nullptr when nobody knows it.
bool node_install_leaves(Command const& command, Arena& arena, Source const* text,
                         context::Manifest const* package, std::string_view path);

/// True when something beside a manifest of the context says that an install may write elsewhere: a
/// list of members with scripts of their own, or settings that name folders.
bool project_may_write_more(context::Context const& context, std::string_view manifest);

}  // namespace dockcheck::model
