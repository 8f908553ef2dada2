// Finds start commands that begin with a shell which stays in front of the program.
#include "rules/runtime/shell-form-entrypoint-or-cmd.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/shell_presence.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/arena_vector.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::shell_form_entrypoint_or_cmd {
namespace {

using model::Command;
using model::Stage;

/// True when the last command takes the place of the shell.
bool ends_in_exec(std::span<Command const> commands) {
    return !commands.empty() && (commands.back().wrappers & model::wrapper_exec) != 0;
}

/// An explicit SHELL in front of the instruction, in the stage or in one that it is FROM.
bool has_own_shell(Stage const& stage, ast::Instruction const& instruction) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& other : at->instructions) {
            if (&other == &instruction) break;
            if (other.keyword == ast::Keyword::shell) return true;
        }
    }
    return false;
}

bool is_broken_array(ast::Instruction const& instruction, Pass const& pass) {
    return std::ranges::any_of(pass.build().faults(), [&](ast::Fault const& fault) {
        return fault.instruction == &instruction && fault.kind == ast::FaultKind::malformed_json;
    });
}

/// One program and its words, at most redirections around them.
bool is_simple(std::span<Command const> commands) {
    if (commands.size() != 1) return false;
    auto const& command = commands.front();
    return command.wrappers == model::wrapper_none && command.depth == 0 && !command.exec_form
           && command.assignments.empty() && !command.arguments.empty()
           && command.follower == model::Connector::first;
}

/// The shell of a text that is nothing but `bash -c '...'`, as written; or empty.
std::string_view nested_shell(std::string_view text, std::span<Command const> commands) {
    bool const is_wrapped =
        !commands.empty() && std::ranges::all_of(commands, [](Command const& command) {
            return (command.wrappers & model::wrapper_shell) != 0;
        });
    auto const word = text.substr(0, text.find(' '));
    return is_wrapped && model::is_shell(base_name(word)) ? word : std::string_view{};
}

/// What the stage begins with, when that has no shell and nothing is added that may bring one; else
/// empty.
std::string_view shell_less_base(Stage const& stage, Arena& arena) {
    auto const base = model::base_without_shell(stage, arena);
    if (base.empty()) return base;
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        if (!at->triggered.instructions.empty()) return {};
        // What such a step runs may unpack one.
        auto const runs = [](ast::Instruction const& step) {
            auto const* run = ast::get_if<ast::Run>(&step.node);
            return run != nullptr && (run->command.json || !run->mounts.empty());
        };
        if (std::ranges::any_of(at->instructions, runs)) return {};
        auto const brings = [&](auto const& one) { return model::may_bring_shell(one, arena); };
        if (std::ranges::any_of(at->transfers, brings)) return {};
    }
    return base;
}

bool is_plain(model::Argument const& argument) {
    return argument.value.is_known()
           && argument.raw.text().find_first_of("$`*?[]{}~\\\n\r") == std::string_view::npos;
}

std::string as_array(Command const& command) {
    std::string result = "[";
    for (auto const& argument : command.arguments) {
        if (result.size() > 1) result += ", ";
        result += '"';
        for (char const c : argument.value.text_or_empty()) {
            if (c == '"' || c == '\\') result += '\\';
            result += c;
        }
        result += '"';
    }
    return result + "]";
}

/// True when the last command is a shell that reads what somebody types.
bool ends_in_shell(std::span<Command const> commands) {
    return commands.size() >= 2 && commands.back().arguments.size() == 1
           && model::is_shell(commands.back().program);
}

/// The array in '["a", "b"]' or "[\"a\", \"b\"]", or empty.
std::string quoted_array(std::string_view text) {
    if (text.size() < 4 || (text.front() != '\'' && text.front() != '"')) return {};
    if (text.back() != text.front()) return {};
    auto const inner = text.substr(1, text.size() - 2);
    if (!inner.starts_with('[') || !inner.ends_with(']')) return {};
    std::string array;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        bool const is_escape = inner[i] == '\\';
        if (is_escape && (text.front() != '"' || inner[i + 1] != '"')) return {};
        if (!is_escape) array += inner[i];
    }
    return array;
}

/// `service nginx start`: in brackets it returns as well.
bool starts_service(Command const& command) {
    bool const is_service = command.program == "service" && command.argument(2) == "start";
    return is_service
           || (command.argument(0).starts_with("/etc/init.d/") && command.argument(1) == "start");
}

/// What cmd reads itself, however it is started.
bool is_batch_file(std::string_view text) {
    auto const name = text.substr(0, text.find(' '));
    auto const ending = lower_case(name.substr(std::min(name.rfind('.'), name.size())));
    return ending == ".cmd" || ending == ".bat";
}

void report(Stage const& stage, ast::Instruction const& instruction, ast::CommandForm const& form,
            Pass& pass) {
    auto const commands = stage.commands_of(instruction);
    bool const is_probe = instruction.keyword == ast::Keyword::healthcheck;
    if (stage.is_windows) {
        if (!is_probe && !is_batch_file(form.text.text())) pass.report(form.span, windows);
        return;
    }
    if (auto const inner = quoted_array(form.text.text()); !inner.empty()) {
        pass.report(form.span, quoted, instruction.name, inner).replace(form.span, inner);
        return;
    }
    if (auto const base =
            is_probe ? std::string_view() : shell_less_base(stage, pass.build().arena());
        !base.empty()) {
        // `CMD ""` lets `docker create` make a container that is never started.
        auto const text = form.text.text();
        if (text != "\"\"" && text != "''") pass.report(form.span, absent, base, instruction.name);
        return;
    }
    if (!is_simple(commands) || commands.front().program.empty()) {
        auto const inner = nested_shell(form.text.text(), commands);
        if (!is_probe && !inner.empty()) {
            pass.report(form.span, nested, inner, instruction.name);
        } else if (!is_probe) {
            auto finding = pass.report(form.span, script);
            // Nobody sends signals to what somebody types into.
            if (ends_in_shell(commands)) finding.severity(Severity::info);
        }
        return;
    }
    auto const& command = commands.front();
    // An empty variable leaves no word, and may get a value when the container is started.
    bool const has_variable = form.text.text().find_first_of("$`") != std::string_view::npos;
    bool const is_array = !has_variable && command.redirections.empty()
                          && std::ranges::all_of(command.arguments, is_plain);
    bool const is_alone =
        is_array && !is_probe && command.arguments.size() == 1 && model::is_shell(command.program);
    auto const fixed = is_array ? as_array(command) : "exec " + std::string(form.text.text());
    auto const line = std::string(is_probe ? "CMD" : instruction.name) + " " + fixed;
    if (!is_probe && starts_service(command)) {
        pass.report(form.span, service, command.program);
    } else if (is_alone) {
        pass.report(form.span, alone, command.program, line)
            .severity(Severity::info)
            .replace(form.span, fixed);
    } else if (is_probe) {
        if (is_array) pass.report(form.span, probe, command.program, line);
    } else if (is_array) {
        pass.report(form.span, array, command.program, line).replace(form.span, fixed);
    } else {
        pass.report(form.span, exec, command.program, line).insert(form.span.begin, "exec ");
    }
}

/// True when the ENTRYPOINT runs the words that it is given: the base image's, an init program or a
/// start script.
bool runs_its_words(Stage const& stage) {
    auto const& entrypoint = stage.config.entrypoint;
    if (!entrypoint.is_set() || entrypoint.origin.instruction == nullptr) return true;
    if (entrypoint.value.arguments.empty()) return true;
    if (entrypoint.value.shell_form) return false;
    auto const program = entrypoint.value.arguments.back().value.text_or_empty();
    auto const name = base_name(program);
    static constexpr std::string_view inits[] = {"--",   "tini",      "tini-static", "dumb-init",
                                                 "init", "catatonit", "gosu",        "su-exec"};
    return std::ranges::find(inits, name) != std::ranges::end(inits) || name.ends_with(".sh")
           || name.find("entrypoint") != name.npos;
}

using Seen = ArenaVector<ast::Instruction const*>;

ast::CommandForm const* form_of(ast::Instruction const& instruction) {
    if (auto const* cmd = ast::get_if<ast::Cmd>(&instruction.node)) return &cmd->command;
    if (auto const* entry = ast::get_if<ast::Entrypoint>(&instruction.node)) return &entry->command;
    if (auto const* probe = ast::get_if<ast::Healthcheck>(&instruction.node))
        return &probe->command;
    return nullptr;
}

void look_at(ast::Instruction const* instruction, Seen& seen, Pass& pass, Options const& options) {
    if (instruction == nullptr || std::ranges::find(seen, instruction) != seen.end()) return;
    seen.push_back(instruction);
    auto const* const form = form_of(*instruction);
    auto const* const owner = pass.build().stage_of(*instruction);
    if (form == nullptr || form->json || owner == nullptr || instruction->is_faulty) return;
    if (owner->has_no_base()) return;
    if (has_own_shell(*owner, *instruction) || is_broken_array(*instruction, pass)) return;
    if (options.allow_exec_prefix && ends_in_exec(owner->commands_of(*instruction))) return;
    report(*owner, *instruction, *form, pass);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    Seen seen(build.arena());
    for (auto const* const target : build.targets()) {
        auto const& config = target->config;
        look_at(config.entrypoint.origin.instruction, seen, pass, options);
        if (runs_its_words(*target)) look_at(config.cmd.origin.instruction, seen, pass, options);
        if (options.check_healthcheck) {
            look_at(config.healthcheck.origin.instruction, seen, pass, options);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_form_entrypoint_or_cmd
