// Looking for the package.json of each workspace (npm documentation, "workspaces").
#include "analyzer/model/node_workspaces.hpp"

#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t most_workspaces = 300;

void add(Build const& build, std::string const& root, std::string const& path,
         std::vector<NodeWorkspace>& into) {
    auto const* manifest = build.context()->manifest(path);
    if (manifest == nullptr || into.size() >= most_workspaces) return;
    constexpr std::string_view file = "/package.json";
    auto const begin = root.size();
    auto const folder = path.substr(begin, path.size() - begin - file.size());
    into.push_back({manifest->package_name, folder, manifest});
}

}  // namespace

std::optional<std::vector<NodeWorkspace>> node_workspaces(Build const& build,
                                                          std::string_view manifest_path) {
    auto const* context = build.context();
    auto const* project = context == nullptr ? nullptr : context->manifest(manifest_path);
    if (project == nullptr || project->workspaces.empty()) return std::nullopt;
    auto const root = std::string(
        manifest_path.substr(0, manifest_path.size() - std::string_view("package.json").size()));
    std::vector<NodeWorkspace> found;
    for (auto const& pattern : project->workspaces) {
        if (pattern.find_first_of("!{}?[]()") != pattern.npos || pattern.find("**") != pattern.npos)
            return std::nullopt;
        auto const path = context_path(root + pattern + "/package.json");
        if (pattern.find('*') == pattern.npos) {
            add(build, root, path, found);
            continue;
        }
        for (auto const& match : context->matches(path)) add(build, root, match, found);
    }
    if (found.size() >= most_workspaces) return std::nullopt;
    return found;
}

}  // namespace dockcheck::model
