// Finds installs that go on where the lock file and the manifest differ, and updates in a build.
#include "rules/files/lock-file-not-enforced.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/language.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::lock_file_not_enforced {
namespace {

using model::Manager;
using model::Verb;

/// What a manager reads, and how it is told to obey the lock file.
struct Kind {
    Manager manager;
    std::string_view manifest;
    std::string_view lock;
    std::string_view strict;  ///< what is written instead of an install; empty: any obeys it
    std::string_view again;   ///< what is written instead of an update
};

constexpr Kind kinds[] = {
    {Manager::npm, "package.json", "package-lock.json", "npm ci", "npm ci"},
    {Manager::yarn, "package.json", "yarn.lock", "yarn install --frozen-lockfile",
     "yarn install --frozen-lockfile"},
    {Manager::pnpm, "package.json", "pnpm-lock.yaml", "pnpm install --frozen-lockfile",
     "pnpm install --frozen-lockfile"},
    {Manager::bun, "package.json", "bun.lock", "bun install --frozen-lockfile",
     "bun install --frozen-lockfile"},
    {Manager::pipenv, "Pipfile", "Pipfile.lock", "pipenv install --deploy",
     "pipenv install --deploy"},
    {Manager::uv, "pyproject.toml", "uv.lock", "uv sync --locked", "uv sync --locked"},
    {Manager::composer, "composer.json", "composer.lock", {}, "composer install"},
    {Manager::poetry, "pyproject.toml", "poetry.lock", {}, "poetry install"},
    {Manager::bundler, "Gemfile", "Gemfile.lock", {}, "bundle install"},
};

constexpr std::string_view immutable_yarn = "yarn install --immutable";

/// Options by which a lock file is obeyed, is not wanted, or lies elsewhere.
bool has_say(model::PackageCommand const& command) {
    static constexpr std::string_view options[] = {"--frozen-lockfile",
                                                   "--no-frozen-lockfile",
                                                   "--pure-lockfile",
                                                   "--no-lockfile",
                                                   "--no-package-lock",
                                                   "--package-lock",
                                                   "--lockfile-only",
                                                   "--package-lock-only",
                                                   "--immutable",
                                                   "--no-immutable",
                                                   "--frozen",
                                                   "--locked",
                                                   "--no-lock",
                                                   "--deploy",
                                                   "--ignore-pipfile",
                                                   "--skip-lock",
                                                   "--lock",
                                                   "--no-install",
                                                   "--dry-run",
                                                   "--help",
                                                   "--global",
                                                   "-g",
                                                   "--prefix",
                                                   "-C",
                                                   "--cwd",
                                                   "--dir",
                                                   "--directory",
                                                   "--project",
                                                   "--working-dir",
                                                   "-d",
                                                   "--gemfile",
                                                   "--workspace",
                                                   "-w",
                                                   "--location",
                                                   "--check",
                                                   "--no-sync",
                                                   "--prefer-frozen-lockfile",
                                                   "--script",
                                                   "-P",
                                                   "--upgrade-package",
                                                   "--fix-lockfile",
                                                   "--refresh-lockfile",
                                                   "-e",
                                                   "--editable",
                                                   "-r",
                                                   "--requirements",
                                                   "--bundler",
                                                   "--ruby",
                                                   "--outdated"};
    return std::ranges::any_of(options, [&](auto name) { return command.has_option(name); });
}

/// Words by which a lock file is enforced elsewhere, or is not the context's any more.
bool may_be_said_before(Pass const& pass, model::Command const& command, Kind const& kind) {
    static constexpr std::string_view words[] = {
        "frozen",      "immutable", "package-lock=", "package-lock false",
        "uv_locked",   " CI=",      " CI ",          "npm pkg",
        "npm version", "sed ",      "pipenv_deploy"};
    auto const says = [&](std::string_view word) {
        return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
    };
    if (std::ranges::any_of(words, says)) return true;
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        bool const changes = other.program == "rm" || other.program == "mv";
        return changes && model::has_word_with(other, kind.lock);
    });
}

/// Settings of the project beside the lock file.
bool may_be_configured(context::Context const& context, std::string const& folder) {
    static constexpr std::string_view files[] = {".npmrc", ".yarnrc", ".yarnrc.yml",
                                                 "pnpm-workspace.yaml", "bunfig.toml"};
    static constexpr std::string_view words[] = {"frozen", "mmutable", "package-lock"};
    return std::ranges::any_of(files, [&](std::string_view name) {
        auto const path = folder + std::string(name);
        if (context.look(path) == context::Presence::missing) return false;
        auto const* const source = context.read(path);
        return source == nullptr || std::ranges::any_of(words, [&](auto word) {
                   return source->bytes().find(word) != std::string_view::npos;
               });
    });
}

/// npm ci came with npm 5.7, which wrote the first form of its lock file; npm 7 writes the second.
bool has_no_npm_ci(Pass const& pass, Source const& lock) {
    auto const language = model::language_of(pass.stage()->root());
    if (language && language->language == "Node.js") return language->major < 10;
    return lock.bytes().substr(0, 400).find("\"lockfileVersion\": 1,") != std::string_view::npos;
}

/// The command to write instead, or nothing where the lock file is of no known form.
std::optional<std::string_view> instead(Pass const& pass, Kind const& kind, bool is_update,
                                        Source const& lock) {
    auto const strict = is_update ? kind.again : kind.strict;
    auto const begins_with = [&](std::string_view text) {
        return lock.bytes().substr(0, 400).find(text) != std::string_view::npos;
    };
    if (kind.manager == Manager::npm && has_no_npm_ci(pass, lock)) return std::nullopt;
    if (kind.manager == Manager::yarn) {
        if (begins_with("# yarn lockfile v1")) return strict;
        if (begins_with("__metadata:")) return immutable_yarn;
        return std::nullopt;
    }
    return strict;
}

/// Writes `ci` for `install`, or the option behind it.
void add_fix(Reported& reported, model::PackageCommand const& install, std::string_view strict) {
    auto const* const verb = install.verb_argument;
    if (install.manager == Manager::npm) {
        if (verb != nullptr) reported.replace(verb->span, "ci");
        return;
    }
    auto const words = install.manager_words;
    if (words.empty()) return;
    auto const end = verb != nullptr ? verb->span.end : words.back().span.end;
    auto const option = strict.substr(strict.rfind(' '));
    reported.insert(end, verb != nullptr ? std::string(option) : " install" + std::string(option));
}

bool is_subject(Pass const& pass, model::Command const& command) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.is_trigger()) return false;
    if (pass.context() == nullptr || stage->is_windows || command.is_conditional) return false;
    bool const has_settings = std::ranges::any_of(
        command.assignments,
        [](model::Assignment const& assignment) { return assignment.name != "NODE_ENV"; });
    return !has_settings && !model::may_hide_option(command) && model::must_succeed(*stage, command)
           && !model::has_mount(*command.instruction, "bind");
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto const* const kind = std::ranges::find(kinds, install.manager, &Kind::manager);
    if (kind == std::ranges::end(kinds) || has_say(install)) return;
    bool const is_update = (install.verb == Verb::upgrade && install.packages.empty()
                            && install.requirement_files.empty())
                           || (install.manager == Manager::uv && install.installs_manifests
                               && (install.has_option("--upgrade") || install.has_option("-U")));
    bool const is_install = install.installs_manifests && !kind->strict.empty();
    if (!is_update && !is_install) return;
    auto const verb = command.argument(1);
    if (verb == "ci" || verb == "clean-install" || verb == "install-clean") return;
    if (install.manager == Manager::uv && verb != "sync") return;
    if (install.manager == Manager::pipenv && is_install && verb != "install") return;
    // `pnpm fetch` goes by the lock file alone.
    if (install.manager == Manager::pnpm && verb == "fetch") return;
    bool const is_yarn_install = install.verb_words.size() <= 1;  // `yarn workspaces focus`
    if (install.manager == Manager::yarn && is_install && !is_yarn_install) return;
    // bun obeys the lock file where it installs for production.
    if (install.manager == Manager::bun
        && (install.has_option("--production") || install.has_option("-p"))) {
        return;
    }
    if (!pass.may_look_around()) return;

    auto const folder = model::directory_of(pass.build(), *pass.stage(), command);
    if (!folder.is_known()) return;
    auto const path = [&](std::string_view name) {
        return model::clean_path(std::string(*folder.known()) + "/" + std::string(name));
    };
    auto const landing = pass.build().landing(command, path(kind->lock));
    auto const manifest = pass.build().landing(command, path(kind->manifest));
    auto const is_own = [](model::Landing const& one) {
        return one.kind == model::Landing::Kind::context_file;
    };
    if (!is_own(landing) || !is_own(manifest)) return;
    auto const* const context = pass.context();
    auto const* const lock = context->read(landing.context_path);
    if (lock == nullptr || context->is_git_ignored(landing.context_path)) return;
    auto const strict = instead(pass, *kind, is_update, *lock);
    if (!strict || may_be_said_before(pass, command, *kind)) return;
    auto const context_folder = landing.context_path.substr(0, landing.context_path.rfind('/') + 1);
    if (may_be_configured(*context, context_folder)) return;
    if (model::is_for_development(pass.build(), *pass.stage())) return;

    auto const place = model::called_at(install);
    if (is_update) {
        pass.report(place, updates, model::called(install), context->shown(landing.context_path),
                    context->shown(manifest.context_path), *strict)
            .severity(Severity::warning);
        return;
    }
    auto reported =
        pass.report(place, goes_on, model::called(install), context->shown(landing.context_path),
                    context->shown(manifest.context_path), *strict);
    if (!command.exec_form) add_fix(reported, install, *strict);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(
    Manager::npm, Manager::yarn, Manager::pnpm, Manager::bun, Manager::pipenv, Manager::uv,
    Manager::composer, Manager::poetry, Manager::bundler);

}  // namespace dockcheck::rules::lock_file_not_enforced
