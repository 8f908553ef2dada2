// The readers of single manifests.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/context/manifests/manifest.hpp"

namespace dockcheck::context {

std::optional<Manifest> read_package_json(Source const& source);
/// Of npm: the packages that lie in the project's own node_modules.
std::optional<Manifest> read_package_lock(Source const& source);
std::optional<Manifest> read_composer_json(Source const& source);
/// Of .NET: the version of the SDK.
std::optional<Manifest> read_global_json(Source const& source);
std::optional<Manifest> read_gemfile(std::string_view text);
std::optional<Manifest> read_gemfile_lock(std::string_view text);
std::optional<Manifest> read_go_mod(std::string_view text);
std::optional<Manifest> read_pyproject(std::string_view text);
std::optional<Manifest> read_pipfile(std::string_view text);
std::optional<Manifest> read_pipfile_lock(Source const& source);
/// Of Cargo: edition and rust-version of the package, members of the workspace, packages in
/// folders.
std::optional<Manifest> read_cargo_toml(std::string_view text);
/// Of Cargo: the version of its format as the language's.
std::optional<Manifest> read_cargo_lock(std::string_view text);
/// poetry.lock and uv.lock.
std::optional<Manifest> read_toml_lock(std::string_view text);
std::optional<Manifest> read_setup_cfg(std::string_view text);
/// The patterns of the folders that hold the packages of a repository.
std::optional<Manifest> read_pnpm_workspace(std::string_view text);
/// .ruby-version, .node-version, .nvmrc, .python-version: the version alone.
std::optional<Manifest> read_version_file(std::string_view text);

/// The next line without its end, taken off a text.
std::string_view take_line(std::string_view& text);
/// Without blanks and tabs at both ends.
std::string_view trim_blanks(std::string_view text);
/// Where a part of a text stands in it.
Span span_in(std::string_view whole, std::string_view part);

}  // namespace dockcheck::context
