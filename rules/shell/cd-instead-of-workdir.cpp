// Finds RUNs that begin with cd to the folder in which all of their work is done.
#include "rules/shell/cd-instead-of-workdir.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cd_instead_of_workdir {
namespace {

bool changes_folder(model::Command const& command) {
    return command.program == "cd" || command.program == "pushd" || command.program == "popd";
}

/// The folder, when the build knows it as well.
std::string_view folder_of(model::Command const& command) {
    if (command.program != "cd" || command.arguments.size() != 2) return {};
    auto const& argument = command.arguments[1];
    auto const folder = argument.value.text_or_empty();
    bool const is_special = folder.starts_with('-') || folder.starts_with('~') || folder == ".";
    return is_special ? std::string_view{} : folder;
}

/// True when a variable of the word is one that the script sets.
bool is_of_script(model::Command const& command, Pass const& pass) {
    auto const raw = command.arguments[1].raw.text();
    if (raw.find('$') == std::string_view::npos) return false;
    auto const expanded = pass.build().expand(*command.instruction, raw).value;
    return expanded.text_or_empty() != command.argument(1);
}

/// This and the later commands of the same instruction.
std::span<model::Command const> commands_of(model::Command const& command,
                                            model::Stage const& stage) {
    auto const* const begin = &command;
    auto const* const limit = stage.commands.data() + stage.commands.size();
    auto const* end = begin;
    while (end != limit && end->instruction == command.instruction) ++end;
    return {begin, end};
}

/// True where nothing is done in the old folder: in front there is no more than `set -e`.
bool is_first(model::Command const& command, model::Stage const& stage) {
    auto const* const begin = stage.commands.data();
    for (auto const* other = &command; other != begin;) {
        --other;
        if (other->instruction != command.instruction) return true;
        if (other->program != "set") return false;
    }
    return true;
}

bool does_all_work_there(model::Command const& command, model::Stage const& stage) {
    if (!is_first(command, stage)) return false;
    auto const all = commands_of(command, stage);
    return all.size() > 1 && std::ranges::count_if(all, [](model::Command const& other) {
                                 return other.depth == 0 && !other.in_substitution
                                        && changes_folder(other);
                             }) == 1;
}

/// Programs that work on nothing but the paths that they are given.
constexpr model::WordList path_programs =
    " chgrp chmod chown cp ln mkdir mv rm rmdir touch ls cat echo true : export set ";

/// True where the cd saves a single command a longer path: `cd /opt && ln -s tool-1 tool`.
bool is_for_one_path(std::span<model::Command const> later) {
    std::size_t count = 0;
    bool is_plain = true;
    for (auto const& other : later) {
        if (other.arguments.empty()) continue;
        ++count;
        is_plain = is_plain && model::list_holds(path_programs, other.program);
    }
    return count == 1 && is_plain;
}

/// True when a command behind the cd certainly works in its folder.
bool uses_folder(model::Command const& command) {
    if (command.program.empty() || !model::list_holds(path_programs, command.program)) return true;
    auto const program = command.program;
    bool const has_mode = program == "chown" || program == "chmod" || program == "chgrp";
    if (program == "echo" || program == "set" || program == "export") return false;
    std::size_t skip = has_mode ? 1 : 0;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const path = command.arguments[i].value.known_prefix();
        if (path.starts_with('-')) continue;
        if (skip > 0) {
            --skip;
            continue;
        }
        if (!path.empty() && path.front() != '/' && path.front() != '~') return true;
    }
    return false;
}

bool works_there(model::Command const& command, model::Stage const& stage) {
    auto const later = commands_of(command, stage).subspan(1);
    return later.empty() || std::ranges::any_of(later, [](model::Command const& other) {
               return !other.arguments.empty() && uses_folder(other);
           });
}

/// True when a later command of the RUN deletes the folder: nothing could start there.
bool is_removed(model::Command const& command, model::Stage const& stage) {
    auto const folder = command.argument(1);
    auto const later = commands_of(command, stage).subspan(1);
    return std::ranges::any_of(later, [&](model::Command const& other) {
        if (other.program != "rm") return false;
        return std::ranges::any_of(other.arguments, [&](model::Argument const& word) {
            auto const path = word.value.known_prefix();
            return path.size() > 1 && path.front() == '/'
                   && model::is_at_or_below(model::clean_path(folder), model::clean_path(path));
        });
    });
}

/// True for a folder for files of a moment, where no container should start: in a stage that is
/// shipped and sets no other folder further down.
bool is_for_a_moment(std::string_view folder, model::Command const& command,
                     model::Stage const& stage) {
    if (stage.reach != model::Reach::final || !folder.starts_with('/')) return false;
    auto const path = model::clean_path(folder);
    if (!model::is_at_or_below(path, "/tmp") && !model::is_at_or_below(path, "/var/tmp")) {
        return false;
    }
    return std::ranges::none_of(stage.instructions, [&](ast::Instruction const& other) {
        return other.keyword == ast::Keyword::workdir
               && other.span.begin > command.instruction->span.begin;
    });
}

/// The folder in force as the last WORKDIR writes it, with its variables; its value where that has
/// none or they are others now.
std::string_view folder_as_written(model::Setting<Value> const& in_force,
                                   ast::Instruction const& at, Pass const& pass) {
    auto const folder = in_force.value.text_or_empty();
    auto const* const origin = in_force.origin.instruction;
    if (origin == nullptr) return folder;
    auto const* const workdir = ast::get_if<ast::Workdir>(&origin->node);
    if (workdir == nullptr) return folder;
    auto const text = workdir->value.text.text();
    if (text.find('$') == text.npos) return folder;
    return pass.build().expand(at, text).value.known() == in_force.value.known() ? text : folder;
}

/// The folder as WORKDIR needs it: whole where the one in force is known.
std::string whole_folder(model::Command const& command, Pass const& pass) {
    auto const raw = command.arguments[1].raw.text();
    auto const prefix = command.arguments[1].value.known_prefix();
    bool const is_absolute = prefix.empty() || prefix.front() == '/';
    auto const base = pass.build().workdir(*command.instruction);
    auto const folder = base.is_absent() ? std::string_view("/")
                                         : folder_as_written(base, *command.instruction, pass);
    if (is_absolute || base.is_unknown() || folder.empty()) return std::string(raw);
    bool const is_plain = raw == prefix && folder.find('$') == folder.npos;
    auto const whole = std::string(folder) + (folder.ends_with('/') ? "" : "/") + std::string(raw);
    return is_plain ? model::clean_path(whole) : whole;
}

/// `cd /x && ` where it is a command of the script itself.
std::optional<Span> joined_cd(model::ShellScript const& script, model::Command const& command) {
    auto const& tree = script.tree;
    for (auto const& statement : tree.children(tree.nodes.front())) {
        if (statement.kind != shell::Kind::statement) return {};
        auto const parts = shell::children_of(tree, statement);
        for (std::size_t i = 0; i + 2 < parts.size(); ++i) {
            auto const begin = script.span(*parts[i]).begin;
            if (begin != command.span.begin) continue;
            if (parts[i + 1]->kind != shell::Kind::and_operator) return {};
            return Span{begin, script.span(*parts[i + 2]).begin};
        }
    }
    return {};
}

/// The line that brings the old folder back, empty when the next instruction sets another one, or
/// nothing when the old folder is not known.
std::optional<std::string> restoring_line(Pass const& pass) {
    auto const& instruction = pass.instruction();
    auto const instructions = pass.build().file().instructions;
    auto const next = pass.build().position_of(instruction) + 1;
    bool const ends = next >= instructions.size();
    if (!ends && instructions[next].keyword == ast::Keyword::workdir) {
        auto const* workdir = ast::get_if<ast::Workdir>(&instructions[next].node);
        if (workdir != nullptr && workdir->value.text.text().starts_with('/')) return "";
    }
    auto const before = pass.build().workdir(instruction);
    if (!before.is_set() || !before.value.is_known()) return {};
    return "\nWORKDIR " + std::string(folder_as_written(before, instruction, pass));
}

/// True when another instruction of the stage may count on the old folder.
bool is_followed(ast::Instruction const& instruction, model::Stage const& stage) {
    return !stage.instructions.empty()
           && stage.instructions.back().span.begin > instruction.span.begin;
}

/// True for a folder that a mount of this RUN alone brings: the image has none like it.
bool is_of_mount(std::string_view folder, Pass const& pass) {
    auto const* const run = ast::get_if<ast::Run>(&pass.instruction().node);
    if (run == nullptr || !folder.starts_with('/')) return false;
    auto const path = model::clean_path(folder);
    auto const workdir = pass.build().workdir(pass.instruction());
    auto const base = std::string(workdir.value.text_or_empty());
    return std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
        auto const* const type = mount.find("type");
        auto const* const where = mount.find("target", "dst", "destination");
        if (where == nullptr || (type != nullptr && type->value.text() != "bind")) return false;
        auto target = std::string(where->value.text());
        if (!target.starts_with('/')) target = base + "/" + target;
        return model::is_at_or_below(path, model::clean_path(target));
    });
}

void offer_fix(Reported finding, model::Command const& command, Pass const& pass) {
    auto const& instruction = pass.instruction();
    auto const joined = joined_cd(*command.script, command);
    auto const restoring = restoring_line(pass);
    if (command.script->is_heredoc || !joined || !restoring) return;
    finding.insert(instruction.whole.begin, "WORKDIR " + whole_folder(command, pass) + "\n");
    finding.remove(*joined);
    if (!restoring->empty()) finding.insert(instruction.whole.end, *restoring);
}

/// `cd opt` where nobody knows in which folder.
bool is_in_unknown_folder(std::string_view folder, model::Setting<Value> const& workdir) {
    return !folder.starts_with('/') && workdir.is_unknown();
}

Message<2> const& message_at_end(model::Stage const& stage) {
    return stage.reach == model::Reach::final ? last_of_image : last;
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    auto const* script = command.script;
    if (command.use != model::Use::run || stage == nullptr || script == nullptr) return;
    auto const folder = folder_of(command);
    if (folder.empty() || script->is_nested || command.depth != 0 || command.in_substitution) {
        return;
    }
    if (command.is_conditional || is_of_script(command, pass)) return;
    if (script->is_heredoc && options.allow_in_heredoc) return;
    bool const is_leading = does_all_work_there(command, *stage);
    if (!is_leading && options.mode != "any") return;
    if (!works_there(command, *stage) || is_removed(command, *stage)) return;
    if (is_for_one_path(commands_of(command, *stage).subspan(1))) return;
    if (is_for_a_moment(folder, command, *stage) || is_of_mount(folder, pass)) return;
    auto const workdir = pass.build().workdir(*command.instruction);
    if (is_in_unknown_folder(folder, workdir)) {
        pass.report(command.span, in_unknown, command.arguments[1].raw.text());
        return;
    }
    auto const in_force = workdir.value.text_or_empty();
    if (!in_force.empty() && folder.starts_with('/')
        && model::clean_path(folder) == model::clean_path(in_force)) {
        pass.report(command.span, already, command.arguments[1].raw.text());
        return;
    }
    auto const shown = command.arguments[1].raw.text();
    auto const whole = whole_folder(command, pass);
    auto const back = restoring_line(pass).value_or(std::string());
    constexpr std::string_view keyword = "\nWORKDIR ";
    bool const followed = is_followed(*command.instruction, *stage);
    bool const goes_back = followed && back.size() > keyword.size();
    auto const finding =
        goes_back ? pass.report(command.span, cd_back, shown, whole, back.substr(keyword.size()))
                  : pass.report(command.span, followed ? cd : message_at_end(*stage), shown, whole);
    if (is_leading) offer_fix(finding, command, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" cd ");

}  // namespace dockcheck::rules::cd_instead_of_workdir
