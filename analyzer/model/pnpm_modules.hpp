// What pnpm puts into the node_modules folder of a project's root.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a node_modules folder of another stage, which a COPY takes, certainly lacks a package:
/// pnpm made it, and gives each project of a repository a folder with its own packages alone.
bool pnpm_leaves_out(Build const& build, Transfer const& transfer, Transfer::Source const& source,
                     std::string_view package);

}  // namespace dockcheck::model
