// Reading what `npm run` would run (npm documentation, "npm run-script" and "npm install").
#include "analyzer/model/node_scripts.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/file_changes.hpp"
#include "analyzer/model/named_writes.hpp"
#include "analyzer/model/node_installs.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/placed_file.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

/// False for what stands for names: a pattern (`pnpm run "/^build:.*/"`) or a place that somebody
/// fills in (`{{script}}`, `__SCRIPT__`, `%SCRIPT%`, `@script@`).
bool is_one_name(std::string_view name) {
    if (name.starts_with("__") && name.ends_with("__")) return false;
    return name.find_first_of("/*?[]{}<>%@$()|\\ ") == name.npos;
}

/// The word that names the script; nullptr when something may change which project is meant.
Argument const* script_word(Command const& command) {
    auto const verb = command.argument(1);
    bool const is_run = verb == "run" || verb == "run-script";
    bool const is_yarn = command.program == "yarn";
    bool const is_manager = is_yarn || command.program == "npm" || command.program == "pnpm";
    if (!is_manager || (!is_run && verb != "start" && !is_yarn)) return nullptr;
    std::size_t const at = is_run ? 2 : 1;
    if (command.arguments.size() <= at) return nullptr;
    if (!is_one_name(command.arguments[at].value.text_or_empty())) return nullptr;
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.known();
        if (!text) return nullptr;
        if (*text == "--") break;
        if (text->starts_with('-')) return nullptr;
    }
    return &command.arguments[at];
}

/// A name that no program of a package has: what Yarn does not find among the scripts it looks for
/// among those.
bool is_script_name(std::string_view name) {
    static constexpr WordList names = " build dev prod production start ";
    return names.holds(name) || name.find(':') != name.npos;
}

/// True where Yarn certainly takes the name for that of a script: behind `run`, and where no plugin
/// brings commands of its own.
bool means_script(context::Context const& context, Command const& command,
                  std::string const& manifest, std::string_view name) {
    // npm has a restart of its own: stop and start.
    if (name == "restart" && command.program == "npm") return false;
    if (command.program != "yarn") return true;
    if (!is_script_name(name)) return false;
    // Behind a colon Yarn 2 and later look in all workspaces, for one of which this may be.
    bool const may_be_of_other = name.find(':') != name.npos && manifest.find('/') != manifest.npos;
    if (may_be_of_other) return false;
    if (command.argument(1).starts_with("run")) return true;
    auto const settings = manifest.substr(0, manifest.rfind('/') + 1) + ".yarnrc.yml";
    auto const* source = context.read(settings);
    return source == nullptr || source->bytes().find("plugins") == std::string_view::npos;
}

/// `> package.json`, or a file that nobody knows.
bool redirects_to_manifest(Command const& command) {
    return std::ranges::any_of(command.redirections, [](Redirection const& redirection) {
        if (redirection.operation.find('>') == std::string_view::npos) return false;
        auto const target = redirection.target.value.known();
        return !target || base_name(*target) == "package.json";
    });
}

/// A command that may write another package.json.
bool may_change_manifest(Command const& command) {
    static constexpr WordList readers = " cat cmp diff grep head ls md5sum sha256sum tail test [ ";
    if (redirects_to_manifest(command)) return true;
    if (readers.holds(command.program)) return false;
    auto const verb = command.argument(1);
    bool const is_npm = command.program == "npm" || command.program == "pnpm";
    if (is_npm && (verb == "pkg" || verb == "set-script" || verb == "init")) return true;
    return has_word_with(command, "package.json");
}

NodeScript script_of(Argument const& word, context::Manifest const& manifest, std::string path) {
    NodeScript result{&word, std::string(word.value.text_or_empty()), std::move(path), &manifest,
                      nullptr};
    auto const found = std::ranges::find(manifest.scripts, result.name, &context::Dependency::name);
    if (found != manifest.scripts.end()) result.script = &*found;
    return result;
}

/// A command of RUN that leaves the scripts of package.json as they are.
bool leaves_scripts(Build const& build, Stage const& stage, Command const& command,
                    std::string_view path) {
    // Of what is copied only the place where it comes to lie counts.
    bool const is_copy = command.program == "cp" && !redirects_to_manifest(command);
    if (is_copy) return writes_elsewhere(build, stage, command, path);
    if (may_change_manifest(command)) return false;
    auto const manager = manager_of(command);
    bool const is_node =
        manager == Manager::npm || manager == Manager::yarn || manager == Manager::pnpm;
    static constexpr WordList makers = " create dlx exec init x ";
    if (is_node) return !makers.holds(command.argument(1));
    if (command.program == "npx") return command.argument(1) == "prisma";
    static constexpr WordList readers = " cat cmp diff grep head md5sum sha256sum tail ";
    if (readers.holds(command.program)) return true;
    return command.arguments.empty() || writes_no_project_files(command, build.arena())
           || writes_elsewhere(build, stage, command, path);
}

/// True where another stage may have brought the path.
bool may_cover(Transfer const& transfer, std::string_view path) {
    auto const target = target_of(transfer);
    return target.empty() || path == target || lies_below(path, target);
}

/// The package.json of the context that certainly says what the scripts are at a command of RUN.
std::optional<std::string> manifest_at(Build const& build, Stage const& stage,
                                       Command const& command, std::string const& path) {
    auto const last = build.position_of(*command.instruction);
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return std::nullopt;
        for (auto i = part->instructions.size(); i-- > 0;) {
            auto const& instruction = part->instructions[i];
            if (build.position_of(instruction) > last) continue;
            if (instruction.keyword == ast::Keyword::run) {
                for (auto const& one : part->commands_of(instruction)) {
                    bool const is_before =
                        &instruction != command.instruction || one.sequence < command.sequence;
                    if (is_before && !leaves_scripts(build, *part, one, path)) return std::nullopt;
                }
            }
            auto const* transfer = part->transfer_of(instruction);
            if (transfer != nullptr && transfer->from != nullptr && may_cover(*transfer, path))
                return std::nullopt;
            auto const landing = build.landing(instruction, path);
            if (landing.kind == Landing::Kind::context_file) return landing.context_path;
            if (landing.kind != Landing::Kind::unknown) return std::nullopt;
        }
    }
    return std::nullopt;
}

template <typename Visit>
bool any_command(Stage const& stage, Visit&& visit) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            if (command.use == Use::run && visit(*part, command)) return true;
        }
    }
    return false;
}

/// NODE_ENV=production holds at the command.
bool is_for_production(Stage const& stage, Command const& command) {
    for (auto const& assignment : command.assignments) {
        if (assignment.name == "NODE_ENV") return assignment.value.text_or_empty() == "production";
    }
    auto const* variable = stage.config.find_environment("NODE_ENV");
    if (variable == nullptr || variable->value.text_or_empty() != "production") return false;
    return variable->value_place.source != nullptr
           && variable->value_place.span.begin < command.span.begin;
}

/// Words of npm and pnpm, or the environment, leave out what is for development only.
bool omits_development(Stage const& stage, Command const& command, Arena& arena) {
    auto const& install = package_command(command, arena);
    for (std::string_view const word : {"--include", "--production=", "--dev", "-D", "--also"}) {
        if (has_word_with(command, word)) return false;
    }
    static constexpr std::string_view all_options[] = {"--omit=dev", "--production", "--only=prod",
                                                       "--only=production", "--prod"};
    for (auto const option : all_options) {
        if (install.has_option(option)) return true;
    }
    return install.manager == Manager::npm && is_for_production(stage, command);
}

/// A script of one plain command starts the program of its first word.
std::string_view program_of(std::string_view script) {
    if (script.find_first_of("&|;<>$`\"'=()") != script.npos) return {};
    return script.substr(0, script.find(' '));
}

bool brings_modules_from_elsewhere(Stage const& stage) {
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!part->triggered.instructions.empty()) return true;
        for (auto const& transfer : part->transfers) {
            if (transfer.from != nullptr) return true;
        }
    }
    return known_image(stage.root()) == nullptr;
}

}  // namespace

std::optional<NodeScript> node_script(Build const& build, Stage const& stage,
                                      Command const& command) {
    auto const* word = script_word(command);
    auto const* context = build.context();
    if (word == nullptr || context == nullptr) return std::nullopt;
    auto const folder = directory_of(build, stage, command).known();
    if (!folder) return std::nullopt;
    if (any_command(stage,
                    [](Stage const&, Command const& one) { return may_change_manifest(one); })) {
        return std::nullopt;
    }
    auto const path = placed_file(build, stage, clean_path(std::string(*folder) + "/package.json"));
    if (!path) return std::nullopt;
    auto const* manifest = context->manifest(*path);
    if (manifest == nullptr) return std::nullopt;
    auto result = script_of(*word, *manifest, *path);
    if (result.script != nullptr) return result;
    if (!means_script(*context, command, *path, result.name)) return std::nullopt;
    // Without a start script npm and pnpm run server.js.
    bool const may_be_server =
        command.program != "yarn" && result.name == "start"
        && build.landing(stage, clean_path(std::string(*folder) + "/server.js")).kind
               != Landing::Kind::absent;
    if (may_be_server) return std::nullopt;
    return result;
}

std::optional<NodeScript> built_script(Build const& build, Stage const& stage,
                                       Command const& command) {
    auto const* word = script_word(command);
    auto const* context = build.context();
    if (word == nullptr || context == nullptr || word->value.text_or_empty().empty())
        return std::nullopt;
    auto const folder = directory_of(build, stage, command).known();
    if (!folder) return std::nullopt;
    auto const project = clean_path(*folder);
    auto const path = manifest_at(build, stage, command, clean_path(project + "/package.json"));
    auto const* manifest = path ? context->manifest(*path) : nullptr;
    if (manifest == nullptr) return std::nullopt;
    auto result = script_of(*word, *manifest, *path);
    if (result.script != nullptr) return result;
    if (!means_script(*context, command, *path, result.name)) return std::nullopt;
    // npm has a script env of its own; without one of that name start runs server.js.
    bool const is_own =
        result.name == "env" || (result.name == "start" && command.program != "yarn");
    if (is_own) return std::nullopt;
    return result;
}

context::Dependency const* left_out_tool(Build const& build, Stage const& stage,
                                         NodeScript const& script, Command const** install) {
    if (script.script == nullptr) return nullptr;
    return left_out_package(build, stage, *script.manifest, program_of(script.script->version),
                            install);
}

context::Dependency const* left_out_package(Build const& build, Stage const& stage,
                                            context::Manifest const& manifest,
                                            std::string_view name, Command const** install) {
    if (name.empty() || brings_modules_from_elsewhere(stage)) return nullptr;
    context::Dependency const* tool = nullptr;
    for (auto const& one : manifest.dependencies) {
        if (one.name != name) continue;
        if (!one.is_development) return nullptr;
        tool = &one;
    }
    if (tool == nullptr) return nullptr;
    auto const brings_it = [&](Stage const& part, Command const& command) {
        if (has_word_with(command, name)) return true;
        auto const manager = manager_of(command);
        bool const is_node = manager == Manager::npm || manager == Manager::yarn
                             || manager == Manager::pnpm || manager == Manager::bun;
        if (!is_node) return false;
        if (!is_node_install(command, build.arena())) {
            return package_command(command, build.arena()).verb != Verb::clean;
        }
        *install = &command;
        return !omits_development(part, command, build.arena());
    };
    if (any_command(stage, brings_it) || *install == nullptr) return nullptr;
    return tool;
}

std::vector<std::string_view> words_of_script(std::string_view line) {
    std::vector<std::string_view> words;
    if (line.find_first_of(";|`$<>()\n\\\"'") != line.npos) return words;
    if (auto const last = line.rfind("&&"); last != line.npos) line.remove_prefix(last + 2);
    if (line.find('&') != line.npos) return words;
    while (!line.empty()) {
        auto const begin = line.find_first_not_of(" \t");
        if (begin == line.npos) break;
        auto const end = std::min(line.find_first_of(" \t", begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        line.remove_prefix(end);
    }
    return words;
}

}  // namespace dockcheck::model
