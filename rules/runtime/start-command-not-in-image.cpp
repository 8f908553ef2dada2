// Finds start commands whose program or file certainly is not in the image.
#include "rules/runtime/start-command-not-in-image.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/cargo_programs.hpp"
#include "analyzer/model/copied_environments.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/dotnet_publish.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/extra_packages.hpp"
#include "analyzer/model/gem_programs.hpp"
#include "analyzer/model/go_programs.hpp"
#include "analyzer/model/next_builds.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/own_context.hpp"
#include "analyzer/model/own_environment.hpp"
#include "analyzer/model/own_scripts.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/model/started_files.hpp"
#include "analyzer/model/supervised.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::start_command_not_in_image {
namespace {

std::string_view base_name_of(model::Stage const& stage) {
    auto const& root = stage.root();
    return root.kind == model::Reference::Kind::scratch ? std::string_view("an empty image")
                                                        : model::shown_name(root);
}

/// Where a COPY put a file of the same name instead.
struct Elsewhere {
    model::Transfer const* transfer = nullptr;
    std::string path;
};

Elsewhere find_elsewhere(Pass const& pass, std::string_view wanted) {
    auto const name = base_name(wanted);
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known();
            if (transfer.from != nullptr || !target) continue;
            for (auto const& source : transfer.sources) {
                if (base_name(source.value.text_or_empty()) != name) continue;
                auto const whole = model::clean_path(*target);
                for (auto const& path :
                     {whole, model::clean_path(whole + "/" + std::string(name))}) {
                    auto const landing = pass.build().landing(*stage, path);
                    if (landing.kind == model::Landing::Kind::context_file)
                        return {&transfer, path};
                }
            }
        }
    }
    return {};
}

void look_for_path(Pass& pass, model::RuntimeConfig const& config, std::string_view path,
                   Place place) {
    auto const& build = pass.build();
    auto const& context = *pass.context();
    if (context.has_compose_file() || model::is_in_volume(config, path)) return;
    auto const cargo = model::cargo_programs_instead(build, *pass.stage(), path);
    if (cargo.command != nullptr) {
        std::vector<std::string_view> const names(cargo.names.begin(), cargo.names.end());
        pass.report(place, cargo_program, path, context.shown(cargo.manifest), model::listed(names))
            .related(cargo.command->span, "built here");
        return;
    }
    if (model::is_found_by_other_name(build, *pass.stage(), path)) return;
    auto const landing = build.landing(*pass.stage(), path);
    if (landing.kind != model::Landing::Kind::absent) return;
    auto const& from = landing.context_path;
    if (!build.context_is_certain(from) || context.may_be_mounted(path)) return;
    // Another rule speaks of files that an ignore file keeps out; others are made before the build.
    if (!from.empty()
        && (context.look(from) == context::Presence::ignored || context.is_git_ignored(from))) {
        return;
    }
    if (auto const other = find_elsewhere(pass, path); other.transfer != nullptr) {
        pass.report(place, elsewhere, path, pass.text(other.transfer->instruction->span),
                    other.path);
        return;
    }
    auto const built = model::go_program(build, *pass.stage(), path);
    if (built.command != nullptr) {
        pass.report(place, go_program, path, pass.text(built.command->span), built.path);
        return;
    }
    if (!from.empty() && context.recipes().may_make(base_name(from))) return;
    auto finding = pass.report(place, file, path);
    if (landing.transfer != nullptr)
        finding.related(landing.transfer->instruction->span, "this brings no such file");
}

void look_for_file(Pass& pass, model::RuntimeConfig const& config, model::Command const& command,
                   model::Argument const& argument) {
    auto const path = model::path_of(pass.build(), *pass.stage(), command, argument.value).known();
    if (path) look_for_path(pass, config, *path, {&pass.build().source(), argument.raw.source()});
}

/// True for a script that stays in the folder that the container starts in.
bool stays_in_folder(model::StartScript const& script) {
    static constexpr model::WordList movers = " . cd eval popd pushd source ";
    return std::ranges::none_of(script.commands, [](model::Command const& command) {
        return movers.holds(command.program);
    });
}

/// True where a command in front may write files, or says by itself what it takes: all but a few.
bool may_make_files(model::StartScript const& script, model::Command const& command) {
    static constexpr model::WordList harmless =
        " set echo printf export sleep test [ [[ true : umask exec exit return shift ";
    return std::ranges::any_of(script.commands, [&](model::Command const& other) {
        return other.sequence < command.sequence && !other.program.empty()
               && !harmless.holds(other.program);
    });
}

/// The file that a command of a start script hands to an interpreter.
void look_for_file_in_script(Pass& pass, model::RuntimeConfig const& config,
                             model::StartScript const& script, model::Command const& command) {
    auto const* named = model::started_file(command);
    auto const text = named == nullptr ? std::string_view() : named->value.text_or_empty();
    // A shell puts the files that are there in the place of a pattern.
    if (text.find_first_of("*?[{~") != text.npos) return;
    if (text.empty() || !stays_in_folder(script) || may_make_files(script, command)) return;
    auto const folder = config.workdir.is_set() ? config.workdir.value.known()
                                                : std::optional<std::string_view>("/");
    if (!folder && !text.starts_with('/')) return;
    auto const path = model::clean_path(
        text.starts_with('/') ? std::string(text) : std::string(*folder) + "/" + std::string(text));
    look_for_path(pass, config, path, {script.source, named->raw.source()});
}

/// True when it was reported.
bool look_for_program(Pass& pass, std::string_view name, Place place) {
    if (name.empty() || name.find('/') != name.npos) return false;
    if (name.ends_with(".wasm")) return false;  // a Wasm runtime looks for it by itself
    auto const& build = pass.build();
    if (model::find_program(build, *pass.stage(), name) != knowledge::Brings::no) {
        auto const copied = model::moved_environment(build, *pass.stage(), name);
        if (copied.transfer == nullptr) return false;
        pass.report(place, moved, name, copied.from, pass.text(copied.transfer->instruction->span));
        return true;
    }
    // `. /venv/bin/activate` puts it on the PATH.
    auto const shown = place.source == nullptr ? std::string_view() : place.source->bytes();
    if (shown.find("activate") != shown.npos || shown.find("BASH_ENV") != shown.npos
        || build.may_hold(std::string_view("BASH_ENV"))) {
        return false;
    }
    auto const copied = model::off_the_path(build, *pass.stage(), name);
    if (copied.transfer == nullptr) {
        pass.report(place, program, name, base_name_of(*pass.stage()));
    } else {
        pass.report(place, off_path, name, pass.text(copied.transfer->instruction->span),
                    copied.bin);
    }
    return true;
}

/// A script that is nothing but `node FILE`, and nothing brings the file.
void look_for_script_file(Pass& pass, model::Command const& command,
                          model::NodeScript const& script) {
    std::string_view const text = script.script->version;
    constexpr std::string_view program = "node ";
    if (!text.starts_with(program) || text.find_first_of("&|;<>$`\"'=()\\") != text.npos) return;
    auto const file = text.substr(program.size());
    bool const is_file =
        file.find(' ') == file.npos && !file.starts_with('-')
        && (file.ends_with(".js") || file.ends_with(".mjs") || file.ends_with(".cjs"));
    auto const folder = model::directory_of(pass.build(), *pass.stage(), command).known();
    if (!is_file || file.starts_with('/') || !folder) return;
    // What stands in front of the script may make it.
    for (auto const& other : script.manifest->scripts) {
        if (other.name == "pre" + script.name) return;
    }
    auto const path = model::clean_path(std::string(*folder) + "/" + std::string(file));
    if (model::look_for_path(pass.build(), *pass.stage(), path) != model::ModulePresence::absent)
        return;
    pass.report(script.word->raw.source(), script_file, script.name, file, path)
        .related(Place{pass.context()->read(script.context_path), script.script->span},
                 "the script");
}

/// `npm start` without such a script, or with one whose program is for development only.
void look_for_script(Pass& pass, model::Command const& command) {
    auto const script = model::node_script(pass.build(), *pass.stage(), command);
    if (!script || pass.context()->has_compose_file()) return;
    auto const place = script->word->raw.source();
    auto const shown = pass.context()->shown(script->context_path);
    if (script->script == nullptr) {
        // A folder further up may be the context, with another package.json.
        if (!script->manifest->is_complete || !model::is_own_context(pass.build())) return;
        std::vector<std::string_view> names;
        for (auto const& one : script->manifest->scripts) names.emplace_back(one.name);
        if (names.empty()) {
            pass.report(place, no_script, shown, script->name);
        } else {
            pass.report(place, other_script, shown, script->name, model::listed(names));
        }
        return;
    }
    look_for_script_file(pass, command, *script);
    model::Command const* install = nullptr;
    auto const* tool = model::left_out_tool(pass.build(), *pass.stage(), *script, &install);
    if (tool == nullptr) return;
    pass.report(place, development_tool, script->name, tool->name, shown)
        .related(install->span, "installed without what is for development")
        .related(Place{pass.context()->read(script->context_path), tool->span}, "listed here");
}

/// `next start` in an image that nothing builds the application in.
void look_for_next_build(Pass& pass, model::Command const& command) {
    auto const built = model::missing_next_build(pass.build(), *pass.stage(), command);
    if (built.word == nullptr || pass.context()->has_compose_file()
        || model::is_in_volume(pass.stage()->config, built.folder)
        || pass.context()->may_be_mounted(built.folder)) {
        return;
    }
    auto finding = pass.report(built.word->raw.source(), next, built.folder);
    if (built.script.source != nullptr) finding.related(built.script, "the script");
}

/// True when a compose file may start the image in another way.
bool may_be_another_start(Pass const& pass) {
    return pass.context()->may_be_composed() && pass.context()->may_start_otherwise();
}

/// A program that needs an extra of its own package.
void look_for_extra(Pass& pass, model::Command const& command) {
    auto const missing = model::missing_extra(pass.build(), *pass.stage(), command);
    if (missing.word == nullptr || may_be_another_start(pass)) return;
    pass.report(missing.installed, extra, missing.package, missing.needed, missing.extra)
        .related(missing.word->raw.source(), "needed here");
}

/// `dotnet shop.dll`, where the project is built to a file of another name.
void look_for_assembly(Pass& pass, model::Command const& command) {
    auto const missing = model::missing_assembly(pass.build(), *pass.stage(), command);
    if (missing.word == nullptr || may_be_another_start(pass)
        || model::is_in_volume(pass.stage()->config, missing.path)
        || pass.context()->may_be_mounted(missing.path)) {
        return;
    }
    auto const project = pass.context()->shown(missing.project);
    pass.report(missing.word->raw.source(), assembly, missing.path, project, missing.made)
        .related(missing.publish->span, "published here");
}

/// `bundle exec` of a program that no gem of the bundle brings.
void look_for_gem(Pass& pass, model::Command const& command) {
    auto const missing = model::missing_gem(pass.build(), *pass.stage(), command);
    if (missing.word == nullptr || pass.context()->has_compose_file()) return;
    pass.report(missing.word->raw.source(), gem, missing.word->value.text_or_empty(),
                pass.context()->shown(missing.lock));
}

bool look_at(Pass& pass, model::RuntimeConfig const& config, model::Command const& command,
             Source const& source) {
    if (command.arguments.empty() || command.is_conditional || command.in_substitution)
        return false;
    auto const& first = command.arguments.front();
    auto const word = first.value.text_or_empty();
    if (look_for_program(pass, word, {&source, first.raw.source()})) return true;
    if (&source != &pass.build().source()) return false;
    look_for_script(pass, command);
    look_for_gem(pass, command);
    if (word.find('/') != word.npos) {
        look_for_file(pass, config, command, first);
    } else if (auto const* named = model::started_file(command)) {
        look_for_file(pass, config, command, *named);
    } else if (auto const* module = model::started_module(command)) {
        look_for_file(pass, config, command, *module);
    }
    if (auto const* settings_of = model::settings_file(command))
        look_for_file(pass, config, command, *settings_of);
    look_for_assembly(pass, command);
    look_for_next_build(pass, command);
    look_for_extra(pass, command);
    return false;
}

/// A shell form where no shell is.
bool lacks_shell(Pass& pass, model::RuntimeConfig const& config, model::Start const& start) {
    bool const is_entrypoint = start.instruction->keyword == ast::Keyword::entrypoint;
    auto const& setting = is_entrypoint ? config.entrypoint : config.cmd;
    if (!setting.is_set() || !setting.value.shell_form || !setting.value.shell.is_absent())
        return false;
    if (start.instruction->arguments.empty()) return false;
    if (model::find_program(pass.build(), *pass.stage(), "sh") != knowledge::Brings::no)
        return false;
    pass.report(start.instruction->arguments.source(), shell, base_name_of(*pass.stage()),
                start.instruction->name);
    return true;
}

/// A command whose failure certainly ends the script: `set -e` holds, and nothing else is asked.
bool ends_script(model::Command const& command) {
    using model::Connector;
    bool const is_alone =
        command.connector == Connector::first || command.connector == Connector::sequence;
    bool const is_last =
        command.follower == Connector::first || command.follower == Connector::sequence;
    return command.errexit && is_alone && is_last && command.depth == 0 && !command.is_conditional
           && !command.in_substitution;
}

/// What a script certainly starts: its last command, those that it leaves in the background, and
/// those that it ends with where they fail.
void look_into(Pass& pass, model::RuntimeConfig const& config, model::StartScript const& script) {
    for (auto const& command : script.commands) {
        bool const stays =
            &command == script.last
            || (command.follower == model::Connector::background && command.depth == 0
                && !command.is_conditional && command.connector != model::Connector::pipe);
        if (command.arguments.empty() || !(stays || ends_script(command))) continue;
        if (stays && look_at(pass, config, command, *script.source)) return;
        look_for_file_in_script(pass, config, script, command);
        if (stays) continue;
        auto const& first = command.arguments.front();
        auto const name = first.value.text_or_empty();
        if (look_for_program(pass, name, {script.source, first.raw.source()})) return;
    }
}

/// A console script of the project itself, which uv leaves out.
bool look_for_own_script(Pass& pass, model::Argument const& word) {
    auto const name = word.value.text_or_empty();
    auto const missing = model::missing_own_script(pass.build(), *pass.stage(), name);
    if (missing.install == nullptr || pass.context()->has_compose_file()) return false;
    auto const place = word.raw.source();
    auto finding = missing.is_left_out
                       ? pass.report(place, own_script, name, pass.text(missing.install->span))
                       : pass.report(place, no_package, name);
    finding.related(missing.install->span, "installed here").related(missing.script, "the script");
    return true;
}

/// A console script that uv, Poetry or Pipenv keeps in an environment of its own.
void look_for_environment(Pass& pass, model::Start const& start) {
    if (start.commands.size() != 1) return;
    auto const& command = start.commands.front();
    if (command.arguments.empty() || command.is_conditional || !command.assignments.empty()) return;
    auto const& first = command.arguments.front();
    auto const name = first.value.text_or_empty();
    if (look_for_own_script(pass, first)) return;
    auto const* install = model::keeps_to_itself(pass.build(), *pass.stage(), name);
    if (install == nullptr) return;
    auto const tool = model::shown_install(*install);
    auto const starter = tool.substr(0, tool.find(' '));
    pass.report(first.raw.source(), environment, name, tool, starter)
        .related(install->span, "installed here");
}

/// `npm start -w web` of a project that has no such workspace.
void look_for_workspace(Pass& pass) {
    if (pass.context()->has_compose_file()) return;
    auto const& program = model::node_program(pass.build(), *pass.stage());
    if (program.unknown_workspace == nullptr) return;
    pass.report(program.unknown_workspace->raw.source(), workspace,
                pass.context()->shown(program.manifest), program.workspace);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.context() == nullptr) return;
    auto const& source = pass.build().source();
    auto const& start = model::start_of(pass.build(), *stage);
    if (!start.is_certain || start.instruction == nullptr) return;
    if (lacks_shell(pass, config, start)) return;
    for (auto const& command : start.commands) {
        if (command.exec_form && !command.wrapper_words.empty()) {
            auto const& first = command.wrapper_words.front();
            if (look_for_program(pass, first.value.text_or_empty(), {&source, first.raw.source()}))
                return;
        }
        if (look_at(pass, config, command, source)) return;
    }
    look_for_environment(pass, start);
    look_for_workspace(pass);
    auto const script = model::start_script(pass.build(), *stage);
    if (script) look_into(pass, config, *script);
    for (auto const& program : model::supervised_programs(pass.build(), *stage)) {
        if (program.commands.size() == 1)
            look_at(pass, config, program.commands.front(), *program.source);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::start_command_not_in_image
