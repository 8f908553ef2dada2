// The life-cycle scripts that npm(1) runs for an install (npm documentation, "scripts").
#include "analyzer/model/node_installs.hpp"

#include <algorithm>

#include "analyzer/model/packages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

bool runs_own_scripts(context::Manifest const& package) {
    static constexpr std::string_view names[] = {"preinstall", "install",    "postinstall",
                                                 "prepublish", "preprepare", "prepare",
                                                 "postprepare"};
    return std::ranges::any_of(package.scripts, [&](context::Dependency const& script) {
        return std::ranges::find(names, script.name) != std::ranges::end(names);
    });
}

/// Folders that modules and what is compiled for them go to, and files of the managers.
bool is_written_by_managers(std::string_view path) {
    static constexpr std::string_view all_parts[] = {"/node_modules", "/build", "/.yarn", "/.pnp",
                                                     "/.npm"};
    for (auto const part : all_parts) {
        if (path.find(part) != path.npos) return true;
    }
    auto const name = base_name(path);
    return name == "package-lock.json" || name == "npm-shrinkwrap.json" || name == "yarn.lock"
           || name == "pnpm-lock.yaml" || name == "package.json";
}

}  // namespace

bool is_node_install(Command const& command, Arena& arena) {
    auto const& install = package_command(command, arena);
    bool const is_node = install.manager == Manager::npm || install.manager == Manager::yarn
                         || install.manager == Manager::pnpm;
    return is_node && install.verb == Verb::install && install.installs_manifests;
}

bool node_install_leaves(Command const& command, Arena& arena, Source const* text,
                         context::Manifest const* package, std::string_view path) {
    if (is_written_by_managers(path)) return false;
    if (package_command(command, arena).has_option("--ignore-scripts")) return true;
    if (package == nullptr || text == nullptr || runs_own_scripts(*package)) return false;
    // Other projects of the same repository have scripts of their own.
    return text->bytes().find("\"workspaces\"") == std::string_view::npos;
}

bool project_may_write_more(context::Context const& context, std::string_view manifest) {
    auto const root = std::string(manifest.substr(0, manifest.rfind('/') + 1));
    if (context.look(root + "pnpm-workspace.yaml") != context::Presence::missing) return true;
    auto const speaks_of = [&](std::string_view name, auto const& words) {
        auto const* settings = context.read(root + std::string(name));
        return settings != nullptr && std::ranges::any_of(words, [&](std::string_view word) {
                   return settings->bytes().find(word) != std::string_view::npos;
               });
    };
    static constexpr std::string_view of_npm[] = {"cache", "dir", "prefix"};
    static constexpr std::string_view of_yarn[] = {"Folder", "Path"};
    return speaks_of(".npmrc", of_npm) || speaks_of(".yarnrc.yml", of_yarn);
}

}  // namespace dockcheck::model
