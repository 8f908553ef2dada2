// What the manifests of an application say, whatever its language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::context {

/// A text of a manifest and where it stands.
struct ManifestText {
    std::string text;
    Span span;
};

/// One dependency.
struct Dependency {
    std::string name;
    std::string version;  ///< as written, or empty
    Span span;
    bool is_development = false;
};

/// What Poetry installs of a project itself.
struct ProjectPackage {
    std::string module;                 ///< its folder or file where no packages are listed
    std::vector<std::string> packages;  ///< those listed, as paths from the manifest's folder
    std::vector<std::string> readmes;   ///< files of the manifest's folder
};

/// A manifest or lock file: package.json, package-lock.json, pnpm-workspace.yaml, composer.json,
/// Gemfile, Gemfile.lock, go.mod, global.json, pyproject.toml, Pipfile, setup.cfg, Cargo.toml,
/// their lock files and files that hold a version alone.
struct Manifest {
    std::vector<Dependency> dependencies;
    std::optional<ManifestText> language_version;  ///< engines.node, require.php, ruby, go,
                                                   ///< rust-version; of Cargo.lock its format
    std::optional<ManifestText> tool_version;      ///< packageManager, BUNDLED WITH, toolchain; of
                                                   ///< Cargo.toml the edition
    std::vector<std::string> groups;               ///< of a Gemfile
    /// Of package.json and pyproject.toml: the version says what runs. Of composer.json: one for
    /// each command of an event.
    std::vector<Dependency> scripts;
    std::vector<Dependency> programs;  ///< of package-lock.json, put beside each other into one
                                       ///< folder: the version names the package
    /// Of package-lock.json since version 2: packages that a script of their own, or git, has to
    /// make on Linux when they are installed.
    std::optional<std::vector<std::string>> made_at_install;
    std::string package_name;     ///< of package.json and Cargo.toml; of go.mod its module's path
    std::string package_version;  ///< of package.json
    std::vector<std::string> workspaces;     ///< of Node.js and Cargo: patterns of folders
    std::vector<Dependency> local_packages;  ///< of Cargo.toml and go.mod: the version is the path
                                             ///< of a folder
    std::vector<Dependency> platforms;       ///< of Gemfile.lock
    bool is_module = false;                  ///< of package.json: its .js files are ES modules
    bool is_package = false;  ///< of pyproject.toml: uv installs the project itself, too; of
                              ///< Cargo.toml: it describes a package
    /// Of pyproject.toml; nothing where Poetry installs none, or nobody can tell which.
    std::optional<ProjectPackage> project_package;
    bool is_complete = true;  ///< false when it reads other files, or was not wholly understood

    [[nodiscard]] Dependency const* find(std::string_view name) const;
    [[nodiscard]] bool has_group(std::string_view name) const;
};

/// Reads a manifest by the name of its file; nothing for other files, and for those that are
/// broken. Total.
std::optional<Manifest> read_manifest(std::string_view name, Source const& source);

}  // namespace dockcheck::context
