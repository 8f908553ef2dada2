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

}  // namespace dockcheck::model
