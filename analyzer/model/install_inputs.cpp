// Commands that install packages, and those that go with them.
#include "analyzer/model/install_inputs.hpp"

#include <algorithm>
#include <array>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/requirement_files.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::model {
namespace {

/// What a manager reads in the working directory; the first file has to be there.
struct Manifests {
    Manager manager;
    std::array<std::string_view, 5> files;
};

constexpr Manifests manifest_table[] = {
    {Manager::npm, {"package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc"}},
    {Manager::yarn, {"package.json", "yarn.lock", ".yarnrc", ".yarnrc.yml", ".npmrc"}},
    {Manager::pnpm, {"package.json", "pnpm-lock.yaml", ".npmrc"}},
    {Manager::bun, {"package.json", "bun.lock", "bun.lockb", "bunfig.toml"}},
    {Manager::bundler, {"Gemfile", "Gemfile.lock", ".ruby-version"}},
    {Manager::composer, {"composer.json", "composer.lock"}},
    {Manager::go, {"go.mod", "go.sum"}},
    {Manager::pipenv, {"Pipfile", "Pipfile.lock"}},
};

/// Commands that read no file of a project.
constexpr std::string_view harmless_programs[] = {
    ":",          "[",        "addgroup",
    "adduser",    "apt-key",  "chgrp",
    "chmod",      "chown",    "echo",
    "groupadd",   "groupmod", "hash",
    "locale-gen", "mkdir",    "printf",
    "rm",         "rmdir",    "set",
    "sleep",      "test",     "true",
    "ldconfig",   "umask",    "useradd",
    "usermod",    "which",    "update-ca-certificates",
};

/// chmod, chown and rm of a relative path speak of files that may be the project's.
bool names_relative_path(Command const& command) {
    if (command.program != "rm" && command.program != "chmod" && command.program != "chown") {
        return false;
    }
    auto const arguments = command.arguments.subspan(1);
    return std::ranges::any_of(arguments,
                               [](Argument const& argument) {
                                   auto const text = argument.value.known_prefix();
                                   return !text.starts_with('/') && !text.starts_with('-')
                                          && text.find('/') != std::string_view::npos;
                               })
           || (!arguments.empty() && !arguments.back().value.known_prefix().starts_with('/'));
}

bool is_system(Manager manager) { return manager >= Manager::apt && manager <= Manager::pacman; }

/// True when the manager needs `-g` to leave the project alone.
bool is_of_project(Manager manager) {
    return manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm
           || manager == Manager::bun || manager == Manager::go || manager == Manager::cargo
           || manager == Manager::bundler || manager == Manager::composer;
}

/// A text that speaks of other parts of the project than the manifest itself.
bool names_other_parts(std::string_view text) {
    static constexpr std::string_view all_signs[] = {
        "\"workspaces\"", "file:",    "link:",   "workspace:", "=> ./", "=> ../",
        "path:",          "\"path\"", "gemspec", "-e .",       "path ="};
    for (auto const sign : all_signs) {
        if (text.find(sign) != std::string_view::npos) return true;
    }
    return false;
}

class InstallReader {
 public:
    InstallReader(Build const& build, Stage const& stage, ast::Instruction const& run)
        : build_(build), stage_(stage), run_(run) {}

    std::optional<InstallInputs> read() {
        if (!run_.heredocs.empty() || has_mount(run_, "bind")) return std::nullopt;
        bool any = false;
        for (auto const& command : stage_.commands) {
            if (command.instruction != &run_) continue;
            any = true;
            if (!is_known(command)) return std::nullopt;
        }
        return any ? std::optional(std::move(inputs_)) : std::nullopt;
    }

 private:
    bool is_known(Command const& command) {
        for (auto const& redirection : command.redirections) {
            if (redirection.target.value.text_or_empty() != "/dev/null") return false;
        }
        if (command.arguments.empty()) return true;
        if (command.in_substitution) return false;
        auto const install = package_command(command, build_.arena());
        if (install.manager == Manager::none) {
            return std::ranges::find(harmless_programs, command.program)
                       != std::ranges::end(harmless_programs)
                   && !names_relative_path(command);
        }
        return is_known_install(command, install);
    }

    bool is_known_install(Command const& command, PackageCommand const& install) {
        if (!install.paths.empty()) return false;
        if (!install.requirement_files.empty() || !install.constraint_files.empty()) {
            return take_requirements(command, install);
        }
        bool const is_download = install.manager == Manager::go && command.argument(1) == "mod"
                                 && command.argument(2) == "download";
        if (install.installs_manifests || is_download) return take_manifests(command, install);
        if (install.verb == Verb::other) return false;
        if (is_of_project(install.manager) && !install.has_option("-g")
            && !install.has_option("--global")) {
            return false;
        }
        if (install.verb == Verb::install && install.packages.empty()) return false;
        return std::ranges::all_of(install.packages, [&](Package const& package) {
            if (package.name.empty()) return false;
            bool const may_be_file = is_system(install.manager) || install.manager == Manager::pip;
            return !may_be_file || package.name.find('/') == std::string_view::npos;
        });
    }

    bool take_requirements(Command const& command, PackageCommand const& install) {
        auto const take = [&](Argument const* argument) {
            auto const file = requirement_file(build_, stage_, command, *argument);
            if (file.state != RequirementFile::State::found) return false;
            auto const* parsed = build_.context()->requirements(file.context_path);
            if (parsed == nullptr || !parsed->included.empty()) return false;
            if (std::ranges::any_of(parsed->requirements,
                                    [](auto const& entry) { return entry.is_editable_or_url; })) {
                return false;
            }
            return put(file.context_path, file.path.substr(0, file.path.rfind('/')));
        };
        return std::ranges::all_of(install.requirement_files, take)
               && std::ranges::all_of(install.constraint_files, take);
    }

    bool take_manifests(Command const& command, PackageCommand const& install) {
        auto const entry = std::ranges::find(manifest_table, install.manager, &Manifests::manager);
        auto const folder = directory_of(build_, stage_, command);
        if (entry == std::ranges::end(manifest_table) || !folder.is_known()) return false;
        for (auto const name : entry->files) {
            if (name.empty()) break;
            auto const path = clean_path(std::string(*folder.known()) + "/" + std::string(name));
            auto const landing = build_.landing(run_, path);
            if (landing.kind == Landing::Kind::context_file) {
                auto const* source = build_.context()->read(landing.context_path);
                if (source == nullptr || names_other_parts(source->bytes())) return false;
                if (!put(landing.context_path, std::string(*folder.known()))) return false;
            } else if (name == entry->files.front()) {
                return false;
            }
        }
        return true;
    }

    /// All files have to lie in one folder: one COPY puts them there.
    bool put(std::string const& file, std::string const& folder) {
        if (!inputs_.files.empty() && inputs_.folder != folder) return false;
        inputs_.folder = folder;
        if (std::ranges::find(inputs_.files, file) == inputs_.files.end()) {
            inputs_.files.push_back(file);
        }
        return true;
    }

    Build const& build_;
    Stage const& stage_;
    ast::Instruction const& run_;
    InstallInputs inputs_;
};

}  // namespace

std::optional<InstallInputs> install_inputs(Build const& build, Stage const& stage,
                                            ast::Instruction const& run) {
    return InstallReader(build, stage, run).read();
}

}  // namespace dockcheck::model
