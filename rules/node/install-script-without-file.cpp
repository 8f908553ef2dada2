// Finds scripts of package.json that an install runs in front of the COPY of what they need.
#include "rules/node/install-script-without-file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/node_names.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/plain_scripts.hpp"

namespace dockcheck::rules::install_script_without_file {
namespace {

using context::Dependency;
using model::Manager;
using Project = model::PlacedManifest;
using Words = std::vector<std::string_view>;

constexpr int deepest_script = 4;

/// The project in the folder that a command runs in.
std::optional<Project> project_of(Pass const& pass, model::Command const& command) {
    Project project;
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    if (!folder) return std::nullopt;
    // An install in front may have written the file anew: it still is the project's.
    auto const manifest = model::clean_path(std::string(*folder) + "/package.json");
    auto const path = model::placed_file(pass.build(), *pass.stage(), manifest);
    if (!path) return std::nullopt;
    project.path = *path;
    project.manifest = pass.context()->manifest(project.path);
    if (project.manifest == nullptr) return std::nullopt;
    project.folder = project.path.substr(0, project.path.rfind('/') + 1);
    project.image_folder = std::string(*folder) + "/";
    return project;
}

bool is_absent(Pass const& pass, model::Command const& command, std::string const& path) {
    return model::is_absent_before(pass.build(), *pass.stage(), command, path);
}

/// `prisma generate`, through npx and the like; the schema that its option names, or an empty text.
struct Generate {
    bool is_there = false;
    std::string_view schema;
};

Generate generate_of(Words const& words) {
    std::size_t at = 0;
    if (!words.empty() && (words[0] == "npx" || words[0] == "bunx" || words[0] == "yarn")) ++at;
    if (words.size() > 1 && words[0] == "pnpm") at = words[1] == "exec" ? 2 : 1;
    Generate found;
    if (at + 1 >= words.size() || words[at] != "prisma" || words[at + 1] != "generate") return {};
    found.is_there = true;
    for (at += 2; at < words.size(); ++at) {
        constexpr std::string_view option = "--schema";
        auto const word = words[at];
        if (word == "--help" || word == "-h" || word == "--config") return {};
        if (word == option && at + 1 < words.size()) found.schema = words[at + 1];
        if (word.starts_with("--schema=")) found.schema = word.substr(option.size() + 1);
    }
    return found;
}

/// The schema that Prisma looks for and that comes later; empty where nobody can tell.
std::string missing_schema(Pass const& pass, model::Command const& command, Project const& project,
                           Generate const& generate) {
    static constexpr std::array<std::string_view, 14> others{
        "schema.prisma",      "prisma/schema",       "prisma.config.ts",   "prisma.config.js",
        "prisma.config.mts",  "prisma.config.mjs",   "prisma.config.cts",  "prisma.config.cjs",
        ".config/prisma.ts",  ".config/prisma.js",   ".config/prisma.mts", ".config/prisma.mjs",
        "prisma.config.json", "prisma/schema.prisma"};
    auto const comes_later = [&](std::string const& name) {
        return model::is_copied_too_late(pass.build(), command, project.image_folder + name,
                                         project.folder + name);
    };
    if (!generate.schema.empty()) {
        auto const name =
            std::string(generate.schema.substr(generate.schema.starts_with("./") ? 2 : 0));
        bool const is_below = name.find_first_of("\"'$") == name.npos && !name.starts_with('/')
                              && !name.starts_with("..");
        return is_below && comes_later(name) ? name : std::string();
    }
    // package.json may name another.
    auto const* text = pass.context()->read(project.path);
    constexpr std::string_view name = "prisma/schema.prisma";
    if (text == nullptr || text->bytes().find("\"schema\"") != std::string_view::npos) return {};
    if (!comes_later(std::string(name))) return {};
    bool const is_nowhere = std::ranges::all_of(others, [&](std::string_view other) {
        return is_absent(pass, command, project.image_folder + std::string(other));
    });
    return is_nowhere ? std::string(name) : std::string();
}

/// What a script does first, `npm run` followed.
struct First {
    Dependency const* script = nullptr;  ///< of package.json: where the command stands
    Words words;
};

Dependency const* script_of(Project const& project, std::string_view name) {
    auto const& scripts = project.manifest->scripts;
    auto const found = std::ranges::find(scripts, name, &Dependency::name);
    return found == scripts.end() ? nullptr : &*found;
}

First first_of(Project const& project, std::string_view name, int depth) {
    if (depth > deepest_script) return {};
    auto const* script = depth > 0 ? script_of(project, "pre" + std::string(name)) : nullptr;
    if (script == nullptr) script = script_of(project, name);
    if (script == nullptr) return {};
    auto words = model::first_plain_command(script->version);
    bool const is_run = words.size() == 3 && words[1] == "run"
                        && (words[0] == "npm" || words[0] == "pnpm" || words[0] == "yarn");
    if (is_run) return first_of(project, words[2], depth + 1);
    return {script, std::move(words)};
}

/// The file that a script starts and that comes later; empty where there is none.
std::string missing_file(Pass const& pass, model::Command const& command, Project const& project,
                         Words const& words) {
    auto const file = model::file_of_plain_command(words);
    if (file.empty()) return {};
    auto const name = std::string(file.substr(file.starts_with("./") ? 2 : 0));
    bool const is_node = words[0] == "node";
    std::string found;
    for (auto const ending : model::node_endings) {
        auto const tried = name + std::string(ending);
        if (!is_absent(pass, command, project.image_folder + tried)) return {};
        bool const comes_later =
            pass.context()->look(project.folder + tried) == context::Presence::file;
        if (comes_later && found.empty()) found = tried;
        if (!is_node) break;
    }
    return found;
}

bool is_subject(Pass const& pass, model::Command const& command) {
    return pass.stage() != nullptr && pass.context() != nullptr && !pass.is_trigger()
           && model::needs_files_of_image(*pass.stage(), command);
}

/// Some setting may keep the scripts from running, or another folder is meant.
bool may_skip_scripts(Pass const& pass, model::Command const& command, Project const& project,
                      model::PackageCommand const& install) {
    for (auto const option : {"--ignore-scripts", "--prefix", "-C", "--cwd", "--dir", "--dry-run",
                              "--help", "-h", "--package-lock-only", "--lockfile-only", "--filter",
                              "-F", "--workspace", "-w", "--mode"}) {
        if (install.has_option(option) || model::has_word_with(command, option + std::string("=")))
            return true;
    }
    // npm takes options cut short; settings may lie anywhere.
    if (model::has_word_with(command, "--ignore-s")
        || pass.build().may_hold(std::string_view("npmrc")))
        return true;
    // Such as `yarn workspaces focus`, which may leave the project itself out.
    if (command.argument(1) == "workspaces") return true;
    for (auto const word : {"ignore_scripts", "ignore-scripts", "enableScripts"}) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return true;
    }
    for (auto const name :
         {".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", "pnpm-workspace.yaml"}) {
        auto const* settings = pass.context()->read(project.folder + name);
        if (settings == nullptr) continue;
        auto const text = settings->bytes();
        for (auto const word :
             {"ignore-scripts", "ignoreScripts", "enableScripts", "skip-builds"}) {
            if (text.find(word) != text.npos) return true;
        }
    }
    return false;
}

void add_places(Reported& reported, Pass const& pass, model::Command const& command,
                Project const& project, Dependency const* script, std::string const& name) {
    if (script != nullptr) {
        reported.related(Place{pass.context()->read(project.path), script->span}, "the script");
    }
    auto const* later =
        model::transfer_behind(pass.build(), *pass.stage(), command, project.folder + name);
    if (later != nullptr) reported.related(later->instruction->span, "this copies it");
}

void check_install(model::Command const& command, Pass& pass,
                   model::PackageCommand const& install) {
    // Only where nothing has changed it do its scripts say what happens.
    if (model::manifest_beside(pass.build(), *pass.stage(), command, "package.json") == nullptr)
        return;
    auto const project = project_of(pass, command);
    if (!project || may_skip_scripts(pass, command, *project, install)) return;
    bool const has_prepare = install.manager == Manager::npm || install.manager == Manager::pnpm;
    for (auto const* const event : {"preinstall", "install", "postinstall", "prepare"}) {
        if (script_of(*project, event) == nullptr) continue;
        if (event == std::string_view("prepare") && !has_prepare) return;
        auto const first = first_of(*project, event, 0);
        auto const shown = pass.context()->shown(project->path);
        auto const generate = generate_of(first.words);
        auto const schema_name =
            generate.is_there ? missing_schema(pass, command, *project, generate) : std::string();
        if (!schema_name.empty()) {
            auto reported = pass.report(model::called_at(install), schema, model::called(install),
                                        event, shown, schema_name, first.script->version);
            add_places(reported, pass, command, *project, first.script, schema_name);
            return;
        }
        auto const name = missing_file(pass, command, *project, first.words);
        if (!name.empty()) {
            auto reported = pass.report(model::called_at(install), file, model::called(install),
                                        event, shown, name);
            add_places(reported, pass, command, *project, first.script, name);
            return;
        }
        // What it does may make the files of the next.
        bool const only_prints = first.script != nullptr && first.words.empty()
                                 && first.script->version.starts_with("npx only-allow ");
        if (!only_prints) return;
    }
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command)) return;
    if (model::is_node_install(command, pass.build().arena())
        || model::manager_of(command) == Manager::bun) {
        auto const& install = model::package_command(command, pass.build().arena());
        bool const is_install = install.verb == model::Verb::install && install.installs_manifests;
        if (is_install && pass.may_look_around()) check_install(command, pass, install);
        return;
    }
    Words words;
    for (std::size_t i = 0; i < command.arguments.size(); ++i) words.push_back(command.argument(i));
    auto const generate_words = generate_of(words);
    if (!generate_words.is_there || !pass.may_look_around()) return;
    auto const project = project_of(pass, command);
    if (!project) return;
    // `yarn prisma` and `pnpm prisma` start a script of that name.
    if (command.program != "npx" && script_of(*project, "prisma") != nullptr) return;
    auto const name = missing_schema(pass, command, *project, generate_words);
    if (name.empty()) return;
    auto reported = pass.report(command.span, generate, pass.text(command.span), name);
    add_places(reported, pass, command, *project, nullptr, name);
}

}  // namespace

constinit Check const rule =
    on<check>()
        .for_managers(Manager::npm, Manager::yarn, Manager::pnpm, Manager::bun)
        .for_programs(" prisma npx bunx ");

}  // namespace dockcheck::rules::install_script_without_file
