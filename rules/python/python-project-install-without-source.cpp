// Finds uv sync and pip install of a project whose module or readme is not in the image.
#include "rules/python/python-project-install-without-source.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/poetry.hpp"
#include "analyzer/model/python_projects.hpp"

namespace dockcheck::rules::python_project_install_without_source {
namespace {

using model::Manager;
using Kind = model::MissingProject::Kind;

/// A backend that stops without the module or the readme, and its own settings of where the module
/// is. Tried with the newest versions at pypi.org, 2026-11-28.
struct Backend {
    std::string_view name;
    std::string_view shown;
    std::string_view settings;
};

constexpr Backend backends[] = {{"hatchling.build", "Hatchling", "tool.hatch.build"},
                                {"uv_build", "uv_build", "tool.uv.build-backend"},
                                {"flit_core.buildapi", "Flit", "tool.flit.module"},
                                {"poetry.core.masonry.api", "Poetry's backend", "tool.poetry"}};

Backend const* backend_of(std::string_view manifest) {
    auto const at = manifest.find("\nbuild-backend");
    if (at == manifest.npos) return nullptr;
    auto const line = manifest.substr(at + 1, manifest.find('\n', at + 1) - at - 1);
    auto const* const found = std::ranges::find_if(backends, [&](Backend const& one) {
        return line.find("\"" + std::string(one.name) + "\"") != line.npos;
    });
    return found == std::ranges::end(backends) ? nullptr : found;
}

/// `.`, `.[extra]`
bool is_own_folder(std::string_view path) { return path == "." || path.starts_with(".["); }

/// `uv sync`, `pip install .`, `uv pip install -e .`, with no option that leaves the project out.
bool installs_project(model::Command const& command, model::PackageCommand const& install) {
    static constexpr std::string_view others[] = {
        "--only-group", "--only-dev",  "--package", "--all-packages",
        "--script",     "--dry-run",   "--check",   "--no-build",
        "--project",    "--directory", "-C",        "--no-install-package",
        "--help"};
    bool const is_sync = install.manager == Manager::uv && command.argument(1) == "sync";
    bool const is_path = install.verb == model::Verb::install && install.paths.size() == 1
                         && is_own_folder(install.paths.front()->value.text_or_empty());
    return (is_sync || is_path) && !model::leaves_out_project(command, install)
           && std::ranges::none_of(others, [&](auto option) { return install.has_option(option); });
}

/// Hatchling also takes a module in a single folder around it.
bool lies_in_namespace(context::Context const& context, std::string const& module) {
    auto const tail = "/" + module + "/__init__.py";
    auto const files = context.files_below("");
    return std::ranges::any_of(files, [&](std::string const& file) {
        auto const path = "/" + file;
        return path.ends_with(tail) && path != tail && path != "/src" + tail;
    });
}

/// A name that all backends make the same module of.
bool is_plain_name(std::string_view module) {
    return module.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == module.npos;
}

std::string way_out(model::Command const& command, model::MissingProject const& missing) {
    auto const what = missing.kind == Kind::readme ? missing.path : std::string("the source");
    auto const copy = "copy " + what + " in front of this step";
    return command.argument(1) == "sync"
               ? "add --no-install-project here, and run uv sync once more behind the COPY of the "
                 "source, or "
                     + copy
               : copy;
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.context() == nullptr || pass.stage()->is_windows) return;
    auto const& build = pass.build();
    auto const& install = model::package_command(command, build.arena());
    if (!installs_project(command, install) || !model::fails_the_build(*pass.stage(), command)
        || model::may_hide_option(command) || build.may_hold(std::string_view("UV_NO_"))
        || !pass.may_look_around()) {
        return;
    }
    auto const placed =
        model::placed_manifest_beside(build, *pass.stage(), command, "pyproject.toml");
    auto const* source = placed.manifest == nullptr ? nullptr : pass.context()->read(placed.path);
    if (source == nullptr || !placed.manifest->is_package) return;
    auto const* backend = backend_of(source->bytes());
    if (backend == nullptr) return;
    auto missing = model::missing_project(build, *pass.stage(), command);
    bool const is_doubtful =
        missing.kind != Kind::none && missing.kind != Kind::readme
        && (source->bytes().find(backend->settings) != std::string_view::npos
            || !is_plain_name(missing.path) || lies_in_namespace(*pass.context(), missing.path));
    if (is_doubtful) missing = model::missing_readme(build, *pass.stage(), command);
    if (missing.kind == Kind::none) return;
    auto const shown = model::called(install);
    auto const at = model::called_at(install);
    auto const help = way_out(command, missing);
    if (missing.kind != Kind::readme)
        pass.report(at, module, shown, missing.path, missing.folder, backend->shown, help);
    else
        pass.report(at, readme, shown, missing.path, missing.folder, backend->shown, help);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::uv, Manager::pip);

}  // namespace dockcheck::rules::python_project_install_without_source
