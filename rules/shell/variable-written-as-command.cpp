// Finds `$(NAME)` where the variable NAME was meant.
#include "rules/shell/variable-written-as-command.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::variable_written_as_command {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// A program of that name: hardly in capitals, else one that is of use without arguments, or that
/// the image has.
bool may_be_program(std::string_view name, Pass const& pass) {
    if (std::ranges::any_of(name, is_capital)) return false;
    static constexpr model::WordList programs =
        " arch date df dpkg env free getconf groups history hostid hostname id jobs locale logname "
        "ls lsb_release lscpu mktemp nproc printenv ps pwd seq set times tput tty ulimit umask "
        "uname uptime users w who whoami yes ";
    return programs.holds(name)
           || model::find_program(pass.build(), *pass.stage(), name) == knowledge::Brings::yes;
}

/// The substitution around a command that is alone in it; empty when it is not.
Span substitution_around(model::Command const& command, Pass const& pass) {
    auto const bytes = pass.build().source().bytes();
    auto const [begin, end] = command.span;
    if (begin >= 2 && bytes.substr(begin - 2, 2) == "$(" && bytes.substr(end, 1) == ")") {
        return {begin - 2, end + 1};
    }
    if (begin >= 1 && bytes[begin - 1] == '`' && bytes.substr(end, 1) == "`") {
        return {begin - 1, end + 1};
    }
    return {};
}

void check(model::Command const& command, Pass& pass) {
    if (!command.in_substitution || command.arguments.size() != 1 || pass.stage() == nullptr)
        return;
    auto const name = command.program;
    if (name.empty() || command.wrappers != model::wrapper_none || !command.redirections.empty()
        || !command.assignments.empty() || command.script == nullptr) {
        return;
    }
    auto const position = pass.build().position_of(*command.instruction);
    auto const* const binding = pass.build().variables(*pass.stage()).find(name, position);
    // Those of the base image are nobody's here.
    if (binding == nullptr || binding->instruction == nullptr) return;
    auto const text = command.script->text.text();
    bool const is_function = text.find(std::string(name) + "()") != text.npos
                             || text.find("function " + std::string(name)) != text.npos;
    auto const span = substitution_around(command, pass);
    if (is_function || span.begin == span.end || may_be_program(name, pass)) return;
    pass.report(span, rules::variable_written_as_command::command, pass.text(span), name,
                binding->is_env ? "ENV" : "ARG");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::variable_written_as_command
