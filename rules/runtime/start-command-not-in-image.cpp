// Finds start commands whose program or file certainly is not in the image.
#include "rules/runtime/start-command-not-in-image.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/gem_programs.hpp"
#include "analyzer/model/node_program.hpp"
#include "analyzer/model/node_scripts.hpp"
#include "analyzer/model/own_environment.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/python_imports.hpp"
#include "analyzer/model/python_modules.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/model/supervised.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::start_command_not_in_image {
namespace {

std::string_view base_name_of(model::Stage const& stage) {
    auto const& root = stage.root();
    return root.kind == model::Reference::Kind::scratch ? std::string_view("an empty image")
                                                        : root.value.text_or_empty();
}

/// The file that an interpreter is told to run, by its ending.
model::Argument const* file_of(model::Command const& command) {
    struct Interpreter {
        std::string_view program;
        std::string_view endings;
    };
    static constexpr Interpreter interpreters[] = {
        {"ash", " .sh "},  {"bash", " .sh "}, {"dash", " .sh "},   {"node", " .js .mjs .cjs "},
        {"perl", " .pl "}, {"php", " .php "}, {"python", " .py "}, {"python3", " .py "},
        {"ruby", " .rb "}, {"sh", " .sh "}};
    for (auto const& one : interpreters) {
        if (command.program != one.program || command.arguments.size() < 2) continue;
        std::size_t at = 1;
        if (command.argument(at) == "-u") ++at;  // python: no buffers
        auto const word = command.argument(at);
        auto const dot = word.rfind('.');
        if (dot == word.npos || word.starts_with('-')) return nullptr;
        auto const ending = " " + std::string(word.substr(dot)) + " ";
        return one.endings.find(ending) == std::string_view::npos ? nullptr
                                                                  : &command.arguments[at];
    }
    return nullptr;
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

void look_for_file(Pass& pass, model::RuntimeConfig const& config, model::Command const& command,
                   model::Argument const& argument) {
    auto const& build = pass.build();
    auto const& context = *pass.context();
    auto const path = model::path_of(build, *pass.stage(), command, argument.value).known();
    if (!path || context.has_compose_file() || model::is_in_volume(config, *path)) return;
    auto const landing = build.landing(*pass.stage(), *path);
    if (landing.kind != model::Landing::Kind::absent) return;
    auto const& from = landing.context_path;
    if (!build.context_is_certain(from)) return;
    // Another rule speaks of files that an ignore file keeps out; others are made before the build.
    if (!from.empty()
        && (context.look(from) == context::Presence::ignored || context.is_git_ignored(from))) {
        return;
    }
    if (auto const other = find_elsewhere(pass, *path); other.transfer != nullptr) {
        pass.report(argument.raw.source(), elsewhere, *path,
                    pass.text(other.transfer->instruction->span), other.path);
        return;
    }
    auto finding = pass.report(argument.raw.source(), file, *path);
    if (landing.transfer != nullptr)
        finding.related(landing.transfer->instruction->span, "this brings no such file");
}

/// True when it was reported.
bool look_for_program(Pass& pass, std::string_view name, Place place) {
    if (name.empty() || name.find('/') != name.npos) return false;
    if (name.ends_with(".wasm")) return false;  // a Wasm runtime looks for it by itself
    if (model::find_program(pass.build(), *pass.stage(), name) != knowledge::Brings::no)
        return false;
    pass.report(place, program, name, base_name_of(*pass.stage()));
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
        if (script->manifest->is_complete) pass.report(place, no_script, shown, script->name);
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
    } else if (auto const* named = file_of(command)) {
        look_for_file(pass, config, command, *named);
    }
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

/// What a script certainly starts: its last command, and those that it leaves in the background.
void look_into(Pass& pass, model::RuntimeConfig const& config, model::StartScript const& script) {
    for (auto const& command : script.commands) {
        bool const stays =
            &command == script.last
            || (command.follower == model::Connector::background && command.depth == 0
                && !command.is_conditional && command.connector != model::Connector::pipe);
        if (stays) look_at(pass, config, command, *script.source);
    }
}

/// `python -m PACKAGE` of a package that has no __main__.py.
void look_for_main(Pass& pass, model::PythonStart const& start) {
    bool const is_module = start.kind == model::PythonStart::Kind::module && start.is_certain
                           && !start.through_script && !start.folder.empty();
    if (!is_module || !model::is_dotted_name(start.module)) return;
    auto tail = std::string(start.module);
    std::ranges::replace(tail, '.', '/');
    auto const base = model::clean_path(std::string(start.folder) + "/" + tail);
    auto const at = [&](std::string_view end) {
        return model::look_for_path(pass.build(), *pass.stage(), base + std::string(end));
    };
    using model::ModulePresence;
    if (at("/__init__.py") != ModulePresence::present || at(".py") != ModulePresence::absent
        || at("/__main__.py") != ModulePresence::absent) {
        return;
    }
    pass.report(start.span, no_main, start.module, base);
}

/// Settings of Django that a variable of the image names.
void look_for_settings(Pass& pass, model::RuntimeConfig const& config,
                       model::PythonStart const& start) {
    auto const* variable = config.find_environment("DJANGO_SETTINGS_MODULE");
    if (variable == nullptr || variable->value_place.source == nullptr) return;
    auto const name = variable->value.known();
    if (!name || !model::is_dotted_name(*name) || !start.is_certain || start.folder.empty()) return;
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    bool const is_manage = start.file.ends_with("/manage.py");
    bool const is_started =
        is_manage || (start.kind == model::PythonStart::Kind::server && !start.through_script);
    if (!is_started || !model::python_program(build, stage).imports("django")) return;
    auto const roots =
        is_manage ? model::import_roots(model::clean_path(std::string(start.file) + "/.."), stage)
                  : model::import_roots(start, stage);
    if (!roots || model::may_be_installed(build, stage, *name)
        || model::lies_anywhere(build, *name)) {
        return;
    }
    auto const module = std::string(*name);
    if (model::look_for_module(build, stage, *roots, module) == model::ModulePresence::absent)
        pass.report(variable->value_place, settings, module);
}

/// A console script that uv, Poetry or Pipenv keeps in an environment of its own.
void look_for_environment(Pass& pass, model::Start const& start) {
    if (start.commands.size() != 1) return;
    auto const& command = start.commands.front();
    if (command.arguments.empty() || command.is_conditional || !command.assignments.empty()) return;
    auto const& first = command.arguments.front();
    auto const name = first.value.text_or_empty();
    auto const* install = model::keeps_to_itself(pass.build(), *pass.stage(), name);
    if (install == nullptr) return;
    auto const tool = install->program == "pipenv"   ? std::string_view("pipenv install")
                      : install->program == "poetry" ? std::string_view("poetry install")
                                                     : std::string_view("uv sync");
    auto const starter = tool.substr(0, tool.find(' '));
    pass.report(first.raw.source(), environment, name, tool, starter)
        .related(install->span, "installed here");
}

/// What a Python that certainly starts is told to load.
void look_for_modules(Pass& pass, model::RuntimeConfig const& config) {
    if (pass.context()->has_compose_file()) return;
    auto const& start = model::python_start(pass.build(), *pass.stage());
    look_for_main(pass, start);
    look_for_settings(pass, config, start);
    auto const missing = model::missing_import(pass.build(), *pass.stage(), start);
    if (!missing) return;
    pass.report(missing->installed, import, missing->import.source->name(), missing->module,
                missing->package)
        .related(missing->import, "imported here");
}

/// What a Node.js that certainly starts is told to run, and what that loads.
void look_for_node(Pass& pass) {
    if (pass.context()->has_compose_file()) return;
    auto const& program = model::node_program(pass.build(), *pass.stage());
    if (program.unknown_workspace != nullptr) {
        pass.report(program.unknown_workspace->raw.source(), workspace,
                    pass.context()->shown(program.manifest), program.workspace);
        return;
    }
    if (!program.missing || program.word == nullptr || pass.context()->may_be_composed()) return;
    auto const& missing = *program.missing;
    auto const place = program.word->raw.source();
    if (missing.folder.empty()) {
        pass.report(place, node_modules, missing.import.source->name(), missing.module)
            .related(missing.import, "loaded here");
        return;
    }
    pass.report(missing.modules->instruction->span, linked, missing.module, missing.folder,
                missing.import.source->name())
        .related(missing.import, "loaded here");
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
    look_for_modules(pass, config);
    look_for_node(pass);
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
