// Finds $(NAME) where NAME is a variable of the stage.
#include "rules/shell/variable-in-command-substitution.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::variable_in_command_substitution {
namespace {

/// No program has such a name: those in small letters may be one.
bool is_no_program(std::string_view name) {
    static constexpr model::WordList others = " branch commit revision tag version ";
    return others.holds(name)
           || std::ranges::any_of(name, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

/// A function or an alias of that name, or a script whose functions nobody knows.
bool may_be_defined(std::string_view text, std::string_view name) {
    for (std::string_view const word :
         {"alias ", "source ", "eval ", "\n. ", "&& . ", "; . ", "RUN . "}) {
        if (text.find(word) != text.npos) return true;
    }
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        auto const rest = text.substr(at + name.size());
        auto const next = rest.find_first_not_of(" \t");
        if (next != rest.npos && rest[next] == '(') return true;
    }
    return text.find("function " + std::string(name)) != text.npos;
}

void check(model::Command const& command, Pass& pass) {
    if (!command.in_substitution || command.use != model::Use::run) return;
    if (command.arguments.size() != 1 || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.stage()->is_windows || command.wrappers != model::wrapper_none) return;
    auto const name = command.argument(0);
    // Something else stands around the name, or in it.
    if (name.empty() || pass.text(command.arguments[0].span) != name || !is_no_program(name))
        return;
    auto const begin = command.arguments[0].span.begin;
    auto const end = command.arguments[0].span.end;
    auto const bytes = pass.build().source().bytes();
    if (begin < 2 || bytes.substr(begin - 2, 2) != "$(" || bytes.substr(end, 1) != ")") return;
    if (!pass.may_look_around()) return;
    // A function of that name.
    auto const text = pass.text(command.instruction->whole);
    if (may_be_defined(text, name)) return;
    auto const position = pass.build().position_of(*command.instruction);
    for (auto const& variable : pass.build().variables_before(*pass.stage(), position)) {
        if (variable.name != name || variable.instruction == nullptr) continue;
        pass.report(command.arguments[0].span, program, name, variable.instruction->name)
            .related(variable.instruction->span, "set here");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::variable_in_command_substitution
