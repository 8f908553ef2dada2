// Looking for the package.json of each workspace (npm documentation, "workspaces"; pnpm
// documentation, "pnpm-workspace.yaml").
#include "analyzer/model/node_workspaces.hpp"

#include <algorithm>
#include <array>

#include "analyzer/model/paths.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/glob.hpp"

namespace dockcheck::model {
namespace {

constexpr std::size_t most_workspaces = 300;
constexpr std::size_t most_patterns = 200;
/// Manifests that are compared with a pattern, over all patterns.
constexpr std::size_t most_comparisons = 100'000;

constexpr std::string_view manifest_name = "package.json";
/// What pnpm reads, too.
constexpr std::array<std::string_view, 2> other_manifests{"package.yaml", "package.json5"};

bool is_other_manifest(std::string_view name) {
    return std::ranges::find(other_manifests, name) != other_manifests.end();
}

void add(Build const& build, std::string const& root, std::string const& path,
         std::vector<NodeWorkspace>& into) {
    auto const* manifest = build.context()->manifest(path);
    bool const is_below = path.size() > root.size() + manifest_name.size();
    if (manifest == nullptr || into.size() >= most_workspaces || !is_below) return;
    auto const folder =
        path.substr(root.size(), path.size() - root.size() - manifest_name.size() - 1);
    into.push_back({manifest->package_name, folder, manifest});
}

/// Those below a folder, whatever format pnpm reads them from.
std::vector<std::string> manifests_below(Build const& build, std::string const& root) {
    auto files = build.context()->files_below(root.substr(0, root.empty() ? 0 : root.size() - 1));
    std::erase_if(files, [](std::string const& file) {
        auto const name = base_name(file);
        bool const is_manifest = name == manifest_name || is_other_manifest(name);
        return !is_manifest || file.find("node_modules/") != file.npos;
    });
    return files;
}

/// `packages/**`: folders on all levels. False where one is described in another way.
bool add_deep(Build const& build, std::string const& root, std::string const& pattern,
              std::vector<std::string> const& manifests, std::vector<NodeWorkspace>& into) {
    auto const glob = Glob::compile(pattern + "/*");
    if (!glob) return true;
    for (auto const& file : manifests) {
        if (!glob->matches(std::string_view(file).substr(root.size()), EntryKind::file)) continue;
        if (is_other_manifest(base_name(file))) return false;
        add(build, root, file, into);
    }
    return true;
}

/// The same for folders of one level.
bool has_other_manifest(Build const& build, std::string const& folder) {
    return std::ranges::any_of(other_manifests, [&](std::string_view name) {
        auto const path = context_path(folder + "/" + std::string(name));
        return folder.find('*') == folder.npos
                   ? build.context()->look(path) != context::Presence::missing
                   : build.context()->matches_anything(path);
    });
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
    if (project->workspaces.size() > most_patterns) return std::nullopt;
    std::vector<NodeWorkspace> found;
    std::optional<std::vector<std::string>> manifests;
    for (auto const& pattern : project->workspaces) {
        // What is taken out again is no harm: only what no pattern names is said to be missing.
        if (pattern.starts_with('!')) continue;
        if (pattern.find_first_of("{}?[]()") != pattern.npos) return std::nullopt;
        auto const path = context_path(root + pattern + "/" + std::string(manifest_name));
        if (pattern.find("**") != pattern.npos) {
            if (!manifests) manifests = manifests_below(build, root);
            if (manifests->size() * project->workspaces.size() > most_comparisons
                || !add_deep(build, root, pattern, *manifests, found)) {
                return std::nullopt;
            }
        } else if (has_other_manifest(build, root + pattern)) {
            return std::nullopt;
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
