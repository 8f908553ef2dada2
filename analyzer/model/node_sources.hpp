// Which source of the context a file of a Node.js application is, or was built from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct NodeSource {
    std::string context_path;
    bool is_compiled = false;  ///< from TypeScript, file by file
};

/// The source of a file at an absolute path, followed through COPY --from; by placed_file(), so
/// enough for what it says, not for rules about absence.
std::optional<NodeSource> node_source(Build const& build, Stage const& stage,
                                      std::string_view path);

/// True for a folder that a project's own build fills with what TypeScript makes, and nothing else.
bool is_compiled_folder(Build const& build, Stage const& stage, std::string_view path);

/// The package.json of the context, put above a folder of the image, that makes its .js files ES
/// modules; nothing when the nearest one does not, or nobody knows it.
std::optional<std::string> module_manifest(Build const& build, Stage const& stage,
                                           std::string_view folder);

}  // namespace dockcheck::model
