// Commands as text that a test can compare.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/commands.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::test {

/// A value with its unknown pieces in < >.
inline std::string shown(Value const& value) {
    if (value.is_known()) return std::string(value.text_or_empty());
    std::string text;
    for (auto const& piece : value.pieces()) {
        text += piece.known ? std::string(piece.text) : "<" + std::string(piece.text) + ">";
    }
    return text;
}

/// `sudo env: A=1 apt-get install -y curl > /dev/null`.
inline std::string shown(model::Command const& command) {
    std::string text;
    static constexpr std::pair<unsigned, char const*> names[] = {
        {model::wrapper_sudo, "sudo"},   {model::wrapper_exec, "exec"},
        {model::wrapper_env, "env"},     {model::wrapper_shell, "shell"},
        {model::wrapper_user, "user"},   {model::wrapper_init, "init"},
        {model::wrapper_xargs, "xargs"}, {model::wrapper_other, "other"},
    };
    for (auto const& [bit, name] : names) {
        if ((command.wrappers & bit) != 0) text += std::string(text.empty() ? "" : " ") + name;
    }
    if (!text.empty()) text += ":";
    auto const add = [&](std::string const& word) { text += (text.empty() ? "" : " ") + word; };
    for (auto const& assignment : command.assignments) {
        add(std::string(assignment.name) + "=" + shown(assignment.value));
    }
    for (auto const& argument : command.arguments) add(shown(argument.value));
    for (auto const& redirection : command.redirections) {
        add(std::string(redirection.operation) + " " + shown(redirection.target.value));
    }
    return text;
}

/// Variables known to the build.
using Variables = std::vector<std::pair<std::string, std::string>>;

/// Holds what a script's commands point into.
struct Shell {
    explicit Shell(std::string script, model::ShellKind kind = model::ShellKind::posix,
                   Variables known = {}, bool pipefail = false)
        : source(std::move(script)), variables(std::move(known)) {
        form.text = Mapped(source, 0);
        form.span = {0, static_cast<std::uint32_t>(source.size())};
        read(kind, pipefail);
    }
    Shell(Shell const&) = delete;
    Shell& operator=(Shell const&) = delete;

    void read(model::ShellKind kind, bool pipefail) {
        auto const scope = [this](std::string_view name) {
            using State = dockerfile::Variable::State;
            for (auto const& [known, value] : variables) {
                if (known == name) return dockerfile::Variable{State::known, Value(value)};
            }
            return dockerfile::Variable{State::unknown, Value{}};
        };
        commands = model::commands_of({nullptr, model::Use::run, &form, kind, pipefail},
                                      dockerfile::Scope(scope), arena);
    }

    std::string source;
    Variables variables;
    Arena arena;
    ast::CommandForm form;
    std::span<model::Command const> commands;
};

/// All commands, a line each.
inline std::string commands(std::string const& script, Variables variables = {},
                            model::ShellKind kind = model::ShellKind::posix) {
    Shell const shell(script, kind, std::move(variables));
    std::string text;
    for (auto const& command : shell.commands) {
        if (!text.empty()) text += '\n';
        text += shown(command);
    }
    return text;
}

}  // namespace dockcheck::test
