// Finds poetry install where the project that it installs, too, is not in the image.
#include "rules/python/poetry-install-without-project-source.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/poetry.hpp"
#include "analyzer/model/python_projects.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::rules::poetry_install_without_project_source {
namespace {

using Kind = model::MissingProject::Kind;

/// An install of the project itself that fails its RUN where it fails.
bool installs_project(Pass const& pass, model::Command const& command,
                      model::PackageCommand const& install) {
    static constexpr std::string_view other[] = {"--dry-run", "--help",      "-h",
                                                 "--version", "--directory", "-C",
                                                 "--project", "-P",          "--no-dev"};
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger())
        return false;
    bool const is_certain = !command.is_conditional && !command.can_fail_unseen
                            && !command.in_substitution && !pass.stage()->is_windows
                            && !model::has_mount(*command.instruction, "bind");
    if (!is_certain || !install.installs_manifests || model::may_hide_option(command)) return false;
    if (model::leaves_out_project(command, install)) return false;
    return std::ranges::none_of(other, [&](auto option) { return install.has_option(option); });
}

void report(Pass& pass, model::PackageCommand const& install,
            model::MissingProject const& missing) {
    auto const shown = model::called(install);
    auto const manifest = pass.context()->shown(missing.manifest);
    auto const at = model::called_at(install);
    if (missing.kind == Kind::readme) {
        pass.report(at, readme, shown, missing.path, missing.folder, manifest);
        return;
    }
    auto reported = missing.kind == Kind::package
                        ? pass.report(at, package, shown, missing.path, missing.folder, manifest)
                        : pass.report(at, module, shown, missing.path, missing.folder, manifest);
    // What no COPY can bring is never installed: then the option is certainly what is meant.
    bool const is_never = missing.kind == Kind::module && !missing.is_in_context;
    if (is_never && !install.has_option("--only-root")) reported.insert(at.end, " --no-root");
}

void check(model::Command const& command, Pass& pass) {
    if (pass.context() == nullptr) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!installs_project(pass, command, install) || !pass.may_look_around()) return;
    auto const missing = model::missing_project(pass.build(), *pass.stage(), command);
    if (missing.kind == Kind::none) return;
    if (!model::is_poetry_two(pass.build(), *pass.stage(), command)) return;
    report(pass, install, missing);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::poetry);

}  // namespace dockcheck::rules::poetry_install_without_project_source
