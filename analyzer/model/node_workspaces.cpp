// Looking for the package.json of each workspace (npm documentation, "workspaces"; pnpm
// documentation, "pnpm-workspace.yaml").
#include "analyzer/model/node_workspaces.hpp"

#include "analyzer/model/paths.hpp"
#include "analyzer/text/glob.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t most_workspaces = 300;

constexpr std::string_view manifest_name = "package.json";

void add(Build const& build, std::string const& root, std::string const& path,
         std::vector<NodeWorkspace>& into) {
    auto const* manifest = build.context()->manifest(path);
    bool const is_below = path.size() > root.size() + manifest_name.size();
    if (manifest == nullptr || into.size() >= most_workspaces || !is_below) return;
    auto const folder =
        path.substr(root.size(), path.size() - root.size() - manifest_name.size() - 1);
    into.push_back({manifest->package_name, folder, manifest});
}

/// `packages/**`: folders on all levels.
void add_deep(Build const& build, std::string const& root, std::string const& pattern,
              std::vector<NodeWorkspace>& into) {
    auto const glob = Glob::compile(pattern + "/" + std::string(manifest_name));
    if (!glob) return;
    auto const folder = root.substr(0, root.empty() ? 0 : root.size() - 1);
    for (auto const& file : build.context()->files_below(folder)) {
        auto const below = std::string_view(file).substr(root.size());
        bool const is_manifest = file.ends_with("/" + std::string(manifest_name))
                                 && file.find("node_modules/") == file.npos;
        if (is_manifest && glob->matches(below, EntryKind::file)) add(build, root, file, into);
    }
}

}  // namespace

std::string pnpm_workspace_file(std::string_view manifest_path) {
    return std::string(manifest_path.substr(0, manifest_path.size() - manifest_name.size()))
           + "pnpm-workspace.yaml";
}

std::optional<std::vector<NodeWorkspace>> node_workspaces(Build const& build,
                                                          std::string_view manifest_path) {
    auto const* context = build.context();
    auto const* project = context == nullptr ? nullptr : context->manifest(manifest_path);
    if (project == nullptr) return std::nullopt;
    if (project->workspaces.empty()) {
        project = context->manifest(pnpm_workspace_file(manifest_path));
        if (project == nullptr || project->workspaces.empty() || !project->is_complete)
            return std::nullopt;
    }
    auto const root =
        std::string(manifest_path.substr(0, manifest_path.size() - manifest_name.size()));
    std::vector<NodeWorkspace> found;
    for (auto const& pattern : project->workspaces) {
        // What is taken out again is no harm: only what no pattern names is said to be missing.
        if (pattern.starts_with('!')) continue;
        if (pattern.find_first_of("{}?[]()") != pattern.npos) return std::nullopt;
        auto const path = context_path(root + pattern + "/" + std::string(manifest_name));
        if (pattern.find("**") != pattern.npos) {
            add_deep(build, root, pattern, found);
        } else if (pattern.find('*') == pattern.npos) {
            add(build, root, path, found);
        } else {
            for (auto const& match : context->matches(path)) add(build, root, match, found);
        }
    }
    if (found.size() >= most_workspaces) return std::nullopt;
    return found;
}

}  // namespace dockcheck::model
