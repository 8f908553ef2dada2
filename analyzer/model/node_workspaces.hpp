// Packages of one repository that npm and Yarn link to each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct NodeWorkspace {
    std::string name;
    std::string folder;  ///< below that of the project: `packages/api`
    context::Manifest const* manifest = nullptr;
};

/// The packages that the `workspaces` of a package.json of the context name; nothing when it has
/// none, or when a pattern of them is not followed.
std::optional<std::vector<NodeWorkspace>> node_workspaces(Build const& build,
                                                          std::string_view manifest_path);

}  // namespace dockcheck::model
