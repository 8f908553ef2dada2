// The manifest that a command finds in its folder.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// A manifest in the folder where a command runs ("Gemfile"), as the context has it; nullptr when
/// it is not known. Its path in the context is put into `context_path`.
context::Manifest const* manifest_beside(Build const& build, Stage const& stage,
                                         Command const& command, std::string_view name,
                                         std::string* context_path = nullptr);

/// A manifest in both places: the context, and the folder of the image where a command reads it.
struct PlacedManifest {
    context::Manifest const* manifest = nullptr;
    std::string path;          ///< in the context
    std::string folder;        ///< of it: empty or with a `/` at its end
    std::string image_folder;  ///< with a `/` at its end
};

/// The same manifest with its folders; `manifest` is nullptr when it is not known.
PlacedManifest placed_manifest_beside(Build const& build, Stage const& stage,
                                      Command const& command, std::string_view name);

}  // namespace dockcheck::model
