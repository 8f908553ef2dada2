// From the folder of a command to the file of the context that lies there.
#include "analyzer/model/manifest_beside.hpp"

#include "analyzer/model/directories.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {

context::Manifest const* manifest_beside(Build const& build, Stage const& stage,
                                         Command const& command, std::string_view name,
                                         std::string* context_path) {
    if (build.context() == nullptr) return nullptr;
    auto const folder = directory_of(build, stage, command);
    if (!folder.is_known()) return nullptr;
    auto const path = clean_path(std::string(*folder.known()) + "/" + std::string(name));
    auto const landing = build.landing(command, path);
    if (landing.kind != Landing::Kind::context_file) return nullptr;
    if (context_path != nullptr) *context_path = landing.context_path;
    return build.context()->manifest(landing.context_path);
}

PlacedManifest placed_manifest_beside(Build const& build, Stage const& stage,
                                      Command const& command, std::string_view name) {
    PlacedManifest placed;
    placed.manifest = manifest_beside(build, stage, command, name, &placed.path);
    if (placed.manifest == nullptr) return placed;
    placed.folder = placed.path.substr(0, placed.path.rfind('/') + 1);
    placed.image_folder = std::string(directory_of(build, stage, command).text_or_empty()) + "/";
    return placed;
}

}  // namespace dockcheck::model
