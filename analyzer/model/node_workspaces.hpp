// Packages of one repository that npm, Yarn and pnpm link to each other.
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

/// The packages that the `workspaces` of a package.json of the context name, or else the
/// pnpm-workspace.yaml beside it; nothing when it has none, when a pattern is not followed or there
/// are too many, or when one of them has a package.yaml or package.json5. What
/// a pattern with `!` takes out may be among them.
std::optional<std::vector<NodeWorkspace>> node_workspaces(Build const& build,
                                                          std::string_view manifest_path);

/// The pnpm-workspace.yaml beside a package.json.
std::string pnpm_workspace_file(std::string_view manifest_path);

}  // namespace dockcheck::model
