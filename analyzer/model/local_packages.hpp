// Packages of a project that lie in folders of their own, which its manifest names by their paths.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/model/manifest_beside.hpp"

namespace dockcheck::model {

enum class LocalPackage : std::uint8_t {
    there,         ///< or nobody can tell
    copied_later,  ///< the context has it, and the image has not when the command runs
    outside,       ///< it lies above the context, and nothing brings it
};

/// Looks for the manifest (`Cargo.toml`, `go.mod`) of a package in a folder, named from that of the
/// project, just before a command.
LocalPackage local_package(Build const& build, Stage const& stage, Command const& command,
                           PlacedManifest const& project, std::string_view folder,
                           std::string_view manifest);

}  // namespace dockcheck::model
