// Finds installs that refuse a lock file because package.json asks for more than it holds.
#include "rules/node/lock-file-out-of-step.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::rules::lock_file_out_of_step {
namespace {

using context::Dependency;
using context::Manifest;
using model::Manager;

struct LockFile {
    std::string path;  ///< in the context
    Source const* source = nullptr;
    Manifest const* packages = nullptr;  ///< of npm's
};

/// A range or a tag of the registry: not a folder, an address or another package's name.
bool is_of_registry(Dependency const& dependency) {
    return dependency.version.find_first_of(":/#") == std::string::npos;
}

/// npm 7 looked at nothing; those in front of it and behind it do.
bool has_old_npm(model::Stage const& stage) {
    auto const language = model::language_of(stage.root());
    return language && language->language == "Node.js" && language->major == 15;
}

/// Something in front may have changed one of the two files.
bool may_differ(Pass const& pass, model::Command const& command) {
    static constexpr std::string_view words[] = {
        "npm pkg",  "npm install", "npm i ",        "npm add",     "npm version", "yarn add",
        "npm link", "yarn link",   "npm uninstall", "yarn remove", "sed ",        "jq "};
    return std::ranges::any_of(words, [&](auto word) {
        return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
    });
}

/// What refuses a lock file that lacks something; nothing for other installs.
std::optional<std::string_view> strict_lock(model::Command const& command,
                                            model::PackageCommand const& install) {
    auto const verb = command.argument(1);
    for (auto const option : {"--help", "-h", "--prefix", "-C", "--dry-run", "--workspace", "-w"}) {
        if (model::has_word_with(command, option)) return std::nullopt;
    }
    if (install.manager == Manager::npm && (verb == "ci" || verb == "clean-install"))
        return "package-lock.json";
    bool const is_strict = install.has_option("--frozen-lockfile") && !install.has_option("--cwd");
    if (install.manager == Manager::yarn && is_strict) return "yarn.lock";
    return std::nullopt;
}

/// The lock file beside a package.json of the context, when the command finds it there, too.
std::optional<LockFile> lock_beside(Pass const& pass, model::Command const& command,
                                    std::string const& manifest, std::string_view name) {
    auto const* context = pass.context();
    LockFile lock{manifest.substr(0, manifest.rfind('/') + 1) + std::string(name)};
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    if (!folder) return std::nullopt;
    auto const there = model::clean_path(std::string(*folder) + "/" + std::string(name));
    auto const landing = pass.build().landing(command, there);
    if (landing.kind != model::Landing::Kind::context_file || landing.context_path != lock.path)
        return std::nullopt;
    lock.source = context->read(lock.path);
    if (lock.source == nullptr) return std::nullopt;
    if (name == "package-lock.json") {
        lock.packages = context->manifest(lock.path);
        // The first form of the file is read otherwise by each npm.
        bool const is_known =
            lock.packages != nullptr
            && lock.source->bytes().find("\"packages\"") != std::string_view::npos;
        if (!is_known) return std::nullopt;
    } else if (lock.source->bytes().substr(0, 200).find("# yarn lockfile v1")
               == std::string_view::npos) {
        return std::nullopt;
    }
    return lock;
}

bool holds(LockFile const& lock, Dependency const& dependency) {
    if (lock.packages != nullptr) return lock.packages->find(dependency.name) != nullptr;
    auto const entry = dependency.name + "@" + dependency.version;
    auto const text = lock.source->bytes();
    for (auto at = text.find(entry); at != text.npos; at = text.find(entry, at + 1)) {
        auto const before = at == 0 ? '\n' : text[at - 1];
        auto const behind = at + entry.size() < text.size() ? text[at + entry.size()] : '\n';
        bool const begins = before == '\n' || before == '"' || before == ' ';
        if (begins && (behind == ':' || behind == ',' || behind == '"')) return true;
    }
    return false;
}

/// A package.json above it may make it a member of workspaces, which share a lock file.
bool may_be_member(Pass const& pass, std::string folder) {
    while (!folder.empty()) {
        auto const slash = folder.rfind('/', folder.size() - 2);
        folder.resize(slash == folder.npos || folder.size() < 2 ? 0 : slash + 1);
        if (pass.context()->look(folder + "package.json") != context::Presence::missing)
            return true;
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.context() == nullptr) return;
    if (stage->is_windows || !model::must_succeed(*stage, command) || has_old_npm(*stage)) return;
    if (model::has_mount(*command.instruction, "bind") || model::may_hide_option(command)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto const name = strict_lock(command, install);
    if (!name || !pass.may_look_around()) return;
    std::string path;
    auto const* manifest =
        model::manifest_beside(pass.build(), *stage, command, "package.json", &path);
    if (manifest == nullptr || !manifest->is_complete || may_differ(pass, command)) return;
    auto const* text = pass.context()->read(path);
    bool const has_resolutions = text == nullptr
                                 || text->bytes().find("\"resolutions\"") != std::string_view::npos
                                 || text->bytes().find("\"overrides\"") != std::string_view::npos;
    auto const folder = path.substr(0, path.rfind('/') + 1);
    auto const lock = lock_beside(pass, command, path, *name);
    if (!lock || has_resolutions || may_be_member(pass, folder)) return;
    // It wins where both are there.
    auto const shrinkwrap = pass.context()->look(folder + "npm-shrinkwrap.json");
    if (shrinkwrap != context::Presence::missing) return;
    std::vector<std::string_view> missing;
    Dependency const* first = nullptr;
    for (auto const& dependency : manifest->dependencies) {
        if (!is_of_registry(dependency) || holds(*lock, dependency)) continue;
        if (std::ranges::find(missing, dependency.name) != missing.end()) continue;
        if (first == nullptr) first = &dependency;
        missing.push_back(dependency.name);
    }
    if (first == nullptr) return;
    pass.report(model::called_at(install), lacks, model::called(install),
                pass.context()->shown(lock->path), model::listed(missing),
                install.manager == Manager::npm ? "npm install" : "yarn install")
        .related(Place{text, first->span}, "asked for here");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::npm, Manager::yarn);

}  // namespace dockcheck::rules::lock_file_out_of_step
