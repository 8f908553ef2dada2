// Reading the options of uv and Poetry that choose among groups, extras and the project itself.
#include "analyzer/model/python_projects.hpp"

#include <algorithm>
#include <string>

#include "analyzer/model/manifest_beside.hpp"

namespace dockcheck::model {
namespace {

bool has_any(PackageCommand const& install, std::span<std::string_view const> options) {
    return std::ranges::any_of(options, [&](auto option) { return install.has_option(option); });
}

/// `--only main`, `--only=main`: nothing else is named.
bool is_only_main(Command const& command) {
    bool found = false;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto text = command.argument(i);
        if (!text.starts_with("--only")) continue;
        text.remove_prefix(6);
        if (text.empty() && i + 1 < command.arguments.size()) {
            text = command.argument(i + 1);
        } else if (text.starts_with('=')) {
            text.remove_prefix(1);
        }
        if (text != "main") return false;
        found = true;
    }
    return found;
}

bool is_sync(Command const& command, PackageCommand const& install) {
    return install.manager == Manager::uv && command.argument(1) == "sync";
}

}  // namespace

ProjectPart project_part(Command const& command, PackageCommand const& install) {
    static constexpr std::string_view elsewhere[] = {
        "--package", "--all-packages", "--project", "--directory", "-C", "-P", "--script"};
    static constexpr std::string_view more[] = {
        "--extra", "--all-extras", "--group", "--all-groups", "--extras",
        "-E",      "--with",       "--dev",   "--only-group", "--only-dev"};
    bool const is_known = std::ranges::all_of(
        command.arguments, [](Argument const& word) { return word.value.is_known(); });
    if (!is_known || has_any(install, elsewhere)) return ProjectPart::unknown;
    if (has_any(install, more)) return ProjectPart::some;
    static constexpr std::string_view bare[] = {"--no-dev", "--no-default-groups"};
    if (is_sync(command, install))
        return has_any(install, bare) ? ProjectPart::main : ProjectPart::some;
    if (install.manager != Manager::poetry || !install.installs_manifests)
        return ProjectPart::unknown;
    return is_only_main(command) || install.has_option("--no-dev") ? ProjectPart::main
                                                                   : ProjectPart::some;
}

bool leaves_out_project(Command const& command, PackageCommand const& install) {
    if (is_sync(command, install)) {
        return install.has_option("--no-install-project")
               || install.has_option("--no-install-workspace");
    }
    return install.manager == Manager::poetry && install.has_option("--no-root");
}

bool changes_no_packages(Command const& command, PackageCommand const& install) {
    static constexpr std::string_view verbs[] = {"--version", "about", "cache", "check", "config",
                                                 "env",       "list",  "lock",  "show",  "version"};
    return install.manager == Manager::poetry
           && std::ranges::find(verbs, command.argument(1)) != std::ranges::end(verbs);
}

bool dependencies_lack_module(Build const& build, Stage const& stage, Command const& command,
                              std::string_view module) {
    auto const& install = package_command(command, build.arena());
    bool const is_clear = leaves_out_project(command, install)
                          && project_part(command, install) != ProjectPart::unknown;
    auto const* manifest =
        is_clear ? manifest_beside(build, stage, command, "pyproject.toml") : nullptr;
    if (manifest == nullptr || !manifest->is_complete) return false;
    auto const wanted = context::normalised_package_name(module.substr(0, module.find('.')));
    return std::ranges::none_of(manifest->dependencies, [&](context::Dependency const& entry) {
        auto const name = context::normalised_package_name(entry.name);
        return name.empty() || name.find(wanted) != name.npos || wanted.find(name) != wanted.npos;
    });
}

}  // namespace dockcheck::model
