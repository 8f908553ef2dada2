// What commands do to the files of a project.
#include "analyzer/model/file_changes.hpp"

#include <algorithm>

#include "analyzer/model/packages.hpp"

namespace dockcheck::model {
namespace {

/// `python -m venv /venv`: what it makes lies in a folder of its own.
bool makes_virtual_environment(Command const& command) {
    bool const is_module = command.program.starts_with("python") && command.argument(1) == "-m"
                           && command.argument(2) == "venv";
    return is_module || command.program == "virtualenv";
}

}  // namespace

bool edits_in_place(Command const& command) {
    if (command.program == "dos2unix") return true;
    return command.program == "sed" && command.arguments.size() > 1
           && command.argument(1).starts_with("-i");
}

bool writes_no_project_files(Command const& command, Arena& arena) {
    static constexpr std::string_view harmless[] = {
        ".",        ":",          "[",        "addgroup",
        "adduser",  "apk",        "apt",      "apt-get",
        "apt-key",  "cd",         "chgrp",    "chmod",
        "chown",    "command",    "dnf",      "dpkg",
        "echo",     "exit",       "export",   "false",
        "gem",      "groupadd",   "groupmod", "hash",
        "ls",       "microdnf",   "mkdir",    "printf",
        "pwd",      "rm",         "rmdir",    "set",
        "sleep",    "test",       "true",     "tdnf",
        "umask",    "unset",      "useradd",  "usermod",
        "which",    "yum",        "zypper",   "update-ca-certificates",
        "ldconfig", "locale-gen", "corepack",
    };
    if (std::ranges::find(harmless, command.program) != std::ranges::end(harmless)) return true;
    if (makes_virtual_environment(command)) return true;
    auto const manager = package_command(command, arena);
    // For all users, in a folder of the system.
    bool const is_node = manager.manager == Manager::npm || manager.manager == Manager::yarn
                         || manager.manager == Manager::pnpm || manager.manager == Manager::bun;
    if (is_node && (manager.has_option("-g") || manager.has_option("--global"))) return true;
    bool const is_project = manager.manager == Manager::poetry || manager.manager == Manager::pipenv
                            || manager.manager == Manager::pdm;
    if (is_project) return manager.verb == Verb::install && manager.installs_manifests;
    return (manager.manager == Manager::pip || manager.manager == Manager::uv
            || manager.manager == Manager::pipx || manager.manager == Manager::conda)
           && manager.verb != Verb::other && manager.verb != Verb::download;
}

}  // namespace dockcheck::model
