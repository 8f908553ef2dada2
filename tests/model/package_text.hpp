// Package commands as text that a test can compare.
#pragma once

#include <string>

#include "analyzer/model/packages.hpp"
#include "tests/model/command_text.hpp"

namespace dockcheck::test {

inline char const* name_of(model::Manager manager) {
    static constexpr char const* names[] = {
        "none",     "apt", "apk",  "dnf",   "microdnf", "yum",    "zypper",
        "pacman",   "pip", "uv",   "pipx",  "poetry",   "pipenv", "pdm",
        "conda",    "npm", "yarn", "pnpm",  "bun",      "gem",    "bundler",
        "composer", "mix", "go",   "cargo", "dotnet",   "maven",  "gradle"};
    return names[static_cast<std::size_t>(manager)];
}

inline char const* name_of(model::Verb verb) {
    static constexpr char const* names[] = {"other",  "install", "update",  "upgrade",
                                            "remove", "clean",   "download"};
    return names[static_cast<std::size_t>(verb)];
}

/// `pip install: flask ==2.0 | files requirements.txt | paths . | options -U | manifests`
inline std::string package_text(std::string const& script, Variables variables = {}) {
    Shell shell(script, model::ShellKind::posix, std::move(variables));
    std::string text;
    for (auto const& command : shell.commands) {
        auto const found = model::package_command(command, shell.arena);
        if (found.manager == model::Manager::none) continue;
        if (!text.empty()) text += '\n';
        text += std::string(name_of(found.manager)) + " " + name_of(found.verb) + ":";
        for (auto const& package : found.packages) {
            text += " " + (package.name.empty() ? "?" : std::string(package.name));
            if (!package.version.empty()) text += "{" + std::string(package.version) + "}";
        }
        auto const add = [&](char const* title, auto const& list) {
            if (list.empty()) return;
            text += std::string(" | ") + title;
            for (auto const* argument : list) text += " " + shown(argument->value);
        };
        add("files", found.requirement_files);
        add("constraints", found.constraint_files);
        add("paths", found.paths);
        add("options", found.options);
        if (found.installs_manifests) text += " | manifests";
    }
    return text;
}

}  // namespace dockcheck::test
