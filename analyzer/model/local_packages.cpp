// Following a path of a manifest in the context and in the image.
#include "analyzer/model/local_packages.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/late_files.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

/// True for a path that goes out of the context from one of its folders ("" or "api/").
bool leads_out(std::string_view folder, std::string_view path) {
    auto depth = std::ranges::count(folder, '/');
    while (!path.empty()) {
        auto const part = path.substr(0, path.find('/'));
        if (part == "..") {
            if (--depth < 0) return true;
        } else if (!part.empty() && part != ".") {
            ++depth;
        }
        path.remove_prefix(std::min(part.size() + 1, path.size()));
    }
    return false;
}

}  // namespace

LocalPackage local_package(Build const& build, Stage const& stage, Command const& command,
                           PlacedManifest const& project, std::string_view folder,
                           std::string_view manifest) {
    if (folder.starts_with("./")) folder.remove_prefix(2);
    if (folder.empty() || folder.starts_with('/')) return LocalPackage::there;
    auto const path = std::string(folder) + "/" + std::string(manifest);
    auto const in_image = project.image_folder + path;
    if (leads_out(project.folder, folder)) {
        // The Dockerfile of a member is mostly built from the root of the workspace: that has to be
        // out of the question.
        bool const is_outside =
            is_own_context(build) && is_absent_before(build, stage, command, in_image);
        return is_outside ? LocalPackage::outside : LocalPackage::there;
    }
    bool const is_late =
        is_copied_too_late(build, command, in_image, context_path(project.folder + path));
    return is_late ? LocalPackage::copied_later : LocalPackage::there;
}

}  // namespace dockcheck::model
