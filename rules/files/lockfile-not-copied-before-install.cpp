// Finds installs that run without the lock file of the project.
#include "rules/files/lockfile-not-copied-before-install.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::lockfile_not_copied_before_install {
namespace {

using model::Landing;
using model::Manager;

/// What a manager reads: its manifest, and the lock files that it takes, the usual one first.
struct Files {
    Manager manager;
    std::string_view manifest;
    std::array<std::string_view, 4> locks;
};

constexpr Files table[] = {
    {Manager::npm, "package.json", {"package-lock.json", "npm-shrinkwrap.json"}},
    {Manager::yarn, "package.json", {"yarn.lock"}},
    {Manager::pnpm, "package.json", {"pnpm-lock.yaml"}},
    {Manager::bun, "package.json", {"bun.lock", "bun.lockb"}},
    {Manager::bundler, "Gemfile", {"Gemfile.lock"}},
    {Manager::composer, "composer.json", {"composer.lock"}},
    {Manager::uv, "pyproject.toml", {"uv.lock"}},
    {Manager::poetry, "pyproject.toml", {"poetry.lock"}},
    {Manager::pipenv, "Pipfile", {"Pipfile.lock"}},
    {Manager::pdm, "pyproject.toml", {"pdm.lock"}},
};

Files const* files_of(Manager manager) {
    auto const* const found = std::ranges::find(table, manager, &Files::manager);
    return found == std::ranges::end(table) ? nullptr : found;
}

/// True when the command stops where there is no lock file.
bool needs_lock(Pass const& pass, model::Command const& command,
                model::PackageCommand const& install) {
    switch (install.manager) {
        case Manager::npm:
            return command.argument(1) == "ci" || command.argument(1) == "clean-install";
        case Manager::yarn:
            return install.has_option("--immutable");
        case Manager::pnpm:
            return install.has_option("--frozen-lockfile");
        case Manager::bun:
            return install.has_option("--frozen-lockfile") || command.argument(1) == "ci";
        case Manager::uv:
            return command.argument(1) == "sync"
                   && (install.has_option("--frozen") || install.has_option("--locked"));
        case Manager::pipenv:
            return install.has_option("--deploy");
        case Manager::bundler:
            return install.has_option("--deployment")
                   || model::bundle_setting(pass.build(), *pass.stage(), command, "deployment")
                          .is_on();
        default:
            return false;
    }
}

/// Where the manifest was found, in the image and in the context.
struct Found {
    std::string folder;          ///< of the image
    std::string context_folder;  ///< "" or with a `/` at its end
    model::Transfer const* transfer = nullptr;
};

std::optional<Found> find_manifest(Pass const& pass, model::Command const& command,
                                   Files const& files) {
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command);
    if (!folder.is_known()) return std::nullopt;
    auto const path = std::string(*folder.known()) + "/" + std::string(files.manifest);
    auto const landing = pass.build().landing(command, model::clean_path(path));
    if (landing.kind != Landing::Kind::context_file) return std::nullopt;
    auto const& file = landing.context_path;
    return Found{std::string(*folder.known()), file.substr(0, file.rfind('/') + 1),
                 landing.transfer};
}

/// The lock file put beside the manifest by the same COPY, where that has one source and a folder.
void add_fix(Reported& reported, model::Transfer const& transfer, Files const& files,
             std::string_view lock) {
    bool const is_single = transfer.sources.size() == 1 && !transfer.is_add
                           && transfer.from == nullptr && !transfer.sources[0].has_wildcard;
    if (!is_single || !transfer.target.known_suffix().ends_with('/')) return;
    auto const& word = transfer.sources[0].written->word;
    auto const text = word.text.text();
    if (word.json || !text.ends_with(files.manifest)) return;
    auto const folder = text.substr(0, text.size() - files.manifest.size());
    reported.insert(word.span.end, " " + std::string(folder) + std::string(lock));
}

/// True when some of the lock files is there when the command runs, or may be.
bool may_be_there(Pass const& pass, model::Command const& command, Found const& found,
                  Files const& files) {
    return std::ranges::any_of(files.locks, [&](std::string_view lock) {
        if (lock.empty()) return false;
        auto const path = model::clean_path(found.folder + "/" + std::string(lock));
        return pass.build().landing(command, path).kind != Landing::Kind::absent;
    });
}

/// True when a COPY brings the root of a workspace into a folder above: there the manager looks for
/// the lock file of all members.
bool is_below_workspace(Pass const& pass, model::Command const& command, Found const& found,
                        Manager manager) {
    static constexpr Manager managers[] = {Manager::npm, Manager::yarn, Manager::pnpm, Manager::bun,
                                           Manager::uv};
    if (std::ranges::find(managers, manager) == std::ranges::end(managers)) return false;
    bool const is_python = manager == Manager::uv;
    auto const says_workspace = [&](std::string const& path) {
        auto const landing = pass.build().landing(command, path);
        if (landing.kind != Landing::Kind::context_file) return false;
        if (path.ends_with(".yaml")) return true;
        auto const* const manifest = pass.context()->read(landing.context_path);
        auto const word = is_python ? "tool.uv.workspace" : "\"workspaces\"";
        return manifest != nullptr && manifest->bytes().find(word) != std::string_view::npos;
    };
    auto folder = found.folder;
    while (!folder.empty() && folder != "/") {
        folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/'));
        if (says_workspace(folder + (is_python ? "/pyproject.toml" : "/package.json"))) return true;
        if (manager == Manager::pnpm && says_workspace(folder + "/pnpm-workspace.yaml"))
            return true;
    }
    return false;
}

bool is_subject(Pass const& pass, model::Command const& command) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger())
        return false;
    if (pass.context() == nullptr || pass.stage()->is_windows || command.is_conditional) {
        return false;
    }
    // `[ -f package-lock.json ] && npm ci`
    bool const is_guarded = std::ranges::any_of(
        pass.stage()->commands_of(*command.instruction), [&](model::Command const& other) {
            static constexpr model::WordList tests = " [ [[ test ";
            return other.sequence < command.sequence && tests.holds(other.program);
        });
    return !is_guarded && !model::has_mount(*command.instruction, "bind")
           && !model::may_hide_option(command);
}

/// Options that name another folder, or say that no lock file is wanted.
bool is_elsewhere(model::PackageCommand const& install) {
    static constexpr std::string_view options[] = {"--no-lock",
                                                   "--no-package-lock",
                                                   "--no-lockfile",
                                                   "--prefix",
                                                   "-C",
                                                   "--cwd",
                                                   "--dir",
                                                   "--project",
                                                   "--directory",
                                                   "--working-dir",
                                                   "-d",
                                                   "--gemfile",
                                                   "--skip-lock",
                                                   "--system",
                                                   "--no-frozen-lockfile"};
    return std::ranges::any_of(options,
                               [&](std::string_view name) { return install.has_option(name); });
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto const* files = files_of(install.manager);
    if (files == nullptr || !install.installs_manifests || is_elsewhere(install)) return;
    if (!pass.may_look_around()) return;
    auto const found = find_manifest(pass, command, *files);
    if (!found || may_be_there(pass, command, *found, *files)) return;
    if (!model::has_all_sources(pass.build())) return;
    if (is_below_workspace(pass, command, *found, install.manager)) return;

    auto const* context = pass.context();
    for (auto const name : files->locks) {
        if (name.empty()) continue;
        auto const lock = found->context_folder + std::string(name);
        auto const presence = context->look(lock);
        // Another rule tells of those that an ignore file keeps out.
        if (presence == context::Presence::ignored || presence == context::Presence::unknown)
            return;
        if (presence == context::Presence::missing) {
            if (context->is_git_ignored(lock)) return;
            continue;
        }
        auto const place = model::called_at(install);
        bool const fails = needs_lock(pass, command, install);
        auto reported =
            fails ? pass.report(place, stops, model::called(install), context->shown(lock))
                  : pass.report(place, not_copied, model::called(install), context->shown(lock));
        if (fails) reported.severity(Severity::error);
        if (found->transfer != nullptr) {
            reported.related(found->transfer->instruction->span,
                             "only the manifest is copied here");
            add_fix(reported, *found->transfer, *files, name);
        }
        return;
    }
    // `npm ci || npm install` goes on.
    if (!needs_lock(pass, command, install) || !model::must_succeed(*pass.stage(), command)) return;
    auto const lock = found->context_folder + std::string(files->locks.front());
    if (!pass.build().context_is_certain(lock) || context->recipes().makes_lock_file) return;
    auto const manifest = context->shown(found->context_folder + std::string(files->manifest));
    // npm, Yarn and pnpm keep one for all members of a workspace, in its root.
    auto const* const root =
        found->context_folder.empty() ? nullptr : context->read("package.json");
    bool const is_of_workspace = root != nullptr
                                 && root->bytes().find("\"workspaces\"") != std::string_view::npos
                                 && context->look(files->locks.front()) == context::Presence::file;
    auto reported =
        is_of_workspace ? pass.report(
            model::called_at(install), of_workspace, model::called(install), files->locks.front(),
            manifest, context->shown(files->locks.front()), context->shown("package.json"),
            found->context_folder.substr(0, found->context_folder.size() - 1))
                        : pass.report(model::called_at(install), missing, model::called(install),
                                      files->locks.front(), manifest);
    reported.severity(Severity::error);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(
    Manager::npm, Manager::yarn, Manager::pnpm, Manager::bun, Manager::bundler, Manager::composer,
    Manager::uv, Manager::poetry, Manager::pipenv, Manager::pdm);

}  // namespace dockcheck::rules::lockfile_not_copied_before_install
