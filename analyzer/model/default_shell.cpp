// Reading ln, cp, mv, dpkg-reconfigure, update-alternatives, chsh and usermod for what they do to
// shells.
#include "analyzer/model/default_shell.hpp"

#include <array>

#include "analyzer/text/byte_set.hpp"

namespace dockcheck::model {
namespace {

bool is_plain_sh(std::string_view path) { return path == "/bin/sh" || path == "/usr/bin/sh"; }

/// The words of a command that are no options: how many there are, and the first of them.
struct ShellOperands {
    std::array<std::string_view, 3> first;
    std::size_t count = 0;
};

ShellOperands operands_of(Command const& command) {
    ShellOperands operands;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text.starts_with('-')) continue;
        if (operands.count < operands.first.size()) operands.first[operands.count] = text;
        ++operands.count;
    }
    return operands;
}

ShellChange login_change(Command const& command) {
    ShellChange change{ShellChange::Kind::login, {}, {}};
    bool has_shell = false;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if ((text == "-s" || text == "--shell") && i + 1 < command.arguments.size()) {
            has_shell = true;
            change.shell = command.argument(++i);
        } else if (text.starts_with('-')) {
            if (command.program == "usermod") return {};  // it changes more than the shell
        } else {
            change.user = text.empty() ? command.arguments[i].raw.text() : text;
        }
    }
    if (!has_shell || (command.program == "usermod" && change.user.empty())) return {};
    return change;
}

}  // namespace

ShellChange shell_change_by(Command const& command) {
    using Kind = ShellChange::Kind;
    auto const program = command.program;
    static constexpr ByteSet first_letters("culmd");
    if (program.empty() || !first_letters.holds(program[0])) return {};
    if (program == "chsh" || program == "usermod") return login_change(command);
    if (program == "ln" || program == "cp" || program == "mv") {
        auto const operands = operands_of(command);
        if (operands.count != 2 || !is_plain_sh(operands.first[1])) return {};
        return {Kind::replaced, operands.first[0], {}};
    }
    if (program == "dpkg-reconfigure") {
        for (std::size_t i = 1; i < command.arguments.size(); ++i) {
            if (command.argument(i) == "dash") return {Kind::reconfigured, {}, {}};
        }
    }
    if (program == "update-alternatives") {
        auto const operands = operands_of(command);
        bool const installs = command.argument(1) == "--install" && operands.count > 2
                              && is_plain_sh(operands.first[0]);
        if (installs) return {Kind::reconfigured, operands.first[2], {}};
        bool const sets =
            command.argument(1) == "--set" && operands.count == 2 && operands.first[0] == "sh";
        if (sets) return {Kind::reconfigured, operands.first[1], {}};
    }
    return {};
}

}  // namespace dockcheck::model
