// Which reader a manifest has.
#include "analyzer/context/manifests/manifest.hpp"

#include <algorithm>

#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {

Dependency const* Manifest::find(std::string_view name) const {
    auto const found = std::ranges::find(dependencies, name, &Dependency::name);
    return found == dependencies.end() ? nullptr : &*found;
}

bool Manifest::has_group(std::string_view name) const {
    return std::ranges::find(groups, name) != groups.end();
}

std::optional<Manifest> read_manifest(std::string_view name, Source const& source) {
    auto const text = source.bytes();
    if (name == "package.json") return read_package_json(source);
    if (name == "package-lock.json" || name == "npm-shrinkwrap.json")
        return read_package_lock(source);
    if (name == "composer.json") return read_composer_json(source);
    if (name == "global.json") return read_global_json(source);
    if (name == "Gemfile" || name == "gems.rb") return read_gemfile(text);
    if (name == "Gemfile.lock" || name == "gems.locked") return read_gemfile_lock(text);
    if (name == "go.mod") return read_go_mod(text);
    if (name == "pyproject.toml") return read_pyproject(text);
    if (name == "Pipfile") return read_pipfile(text);
    if (name == "Pipfile.lock") return read_pipfile_lock(source);
    if (name == "poetry.lock" || name == "uv.lock") return read_toml_lock(text);
    if (name == "Cargo.toml") return read_cargo_toml(text);
    if (name == "Cargo.lock") return read_cargo_lock(text);
    if (name == "setup.cfg") return read_setup_cfg(text);
    if (name == "pnpm-workspace.yaml") return read_pnpm_workspace(text);
    if (name.starts_with('.') && name.ends_with("-version")) return read_version_file(text);
    return name == ".nvmrc" ? read_version_file(text) : std::nullopt;
}

}  // namespace dockcheck::context
