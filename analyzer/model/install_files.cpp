// By the manuals of the package managers.
#include "analyzer/model/install_files.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "analyzer/model/manifest_beside.hpp"

namespace dockcheck::model {
namespace {

std::string_view usual_files(Manager manager) {
    switch (manager) {
        case Manager::npm:
            return "package.json (and package-lock.json, if there is one)";
        case Manager::yarn:
            return "package.json (and yarn.lock, if there is one)";
        case Manager::pnpm:
            return "package.json and pnpm-lock.yaml (and pnpm-workspace.yaml, if there is one)";
        case Manager::bun:
            return "package.json and bun.lock";
        case Manager::bundler:
            return "Gemfile (and Gemfile.lock, if there is one)";
        case Manager::composer:
            return "composer.json (and composer.lock, if there is one)";
        case Manager::mix:
            return "mix.exs and mix.lock (in an umbrella project the mix.exs of each application, "
                   "too)";
        case Manager::go:
            return "go.mod (and go.sum, if there is one)";
        case Manager::cargo:
            return "Cargo.toml (and Cargo.lock, if there is one)";
        case Manager::maven:
            return "pom.xml";
        case Manager::gradle:
            return "the Gradle build files";
        case Manager::dotnet:
            return "the project files (*.csproj, and *.sln, Directory.*.props and NuGet.config, if "
                   "there "
                   "are any)";
        case Manager::poetry:
            return "pyproject.toml and poetry.lock";
        case Manager::uv:
            return "pyproject.toml and uv.lock";
        case Manager::pipenv:
            return "Pipfile and Pipfile.lock";
        case Manager::pdm:
            return "pyproject.toml and pdm.lock";
        default:
            return "the manifests";
    }
}

bool is_of_node(Manager manager) {
    return manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm
           || manager == Manager::bun;
}

/// Files and folders beside package.json that an install reads where they are there.
std::vector<std::string_view> files_beside(Manager manager) {
    switch (manager) {
        case Manager::npm:
            return {"package-lock.json", "npm-shrinkwrap.json", ".npmrc", "patches"};
        case Manager::yarn:
            return {"yarn.lock", ".yarnrc", ".yarnrc.yml", ".yarn", ".npmrc", "patches"};
        case Manager::pnpm:
            return {"pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.cjs", ".npmrc", "patches"};
        default:
            return {"bun.lock", "bun.lockb", "bunfig.toml", ".npmrc", "patches"};
    }
}

/// The script that an install of the project runs by itself; or nothing.
std::string_view script_of_install(context::Manifest const& manifest) {
    static constexpr std::string_view names[] = {"preinstall", "install", "postinstall", "prepare"};
    for (auto const& script : manifest.scripts) {
        if (std::ranges::find(names, script.name) != std::ranges::end(names)) return script.name;
    }
    return {};
}

std::string files_of_node(context::Context const& context, PlacedManifest const& placed,
                          Manager manager) {
    std::vector<std::string> parts{"package.json"};
    bool has_workspaces = !placed.manifest->workspaces.empty();
    for (auto const name : files_beside(manager)) {
        auto const presence = context.look(placed.folder + std::string(name));
        if (presence != context::Presence::file && presence != context::Presence::directory)
            continue;
        parts.emplace_back(name);
        has_workspaces = has_workspaces || name == "pnpm-workspace.yaml";
    }
    if (has_workspaces) parts.emplace_back("the package.json of each workspace");
    auto const script = script_of_install(*placed.manifest);
    if (!script.empty()) parts.push_back(fmt::format("what the script {} reads", script));
    if (parts.size() == 1) return parts.front();
    auto const last = std::move(parts.back());
    parts.pop_back();
    return fmt::format("{} and {}", fmt::join(parts, ", "), last);
}

}  // namespace

std::string files_of_install(Build const& build, Stage const& stage, Command const& command,
                             PackageCommand const& install) {
    if (build.context() != nullptr && is_of_node(install.manager)) {
        auto const placed = placed_manifest_beside(build, stage, command, "package.json");
        if (placed.manifest != nullptr) {
            return files_of_node(*build.context(), placed, install.manager);
        }
    }
    return std::string(usual_files(install.manager));
}

}  // namespace dockcheck::model
