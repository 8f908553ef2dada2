// Finds health checks that cannot fail.
#include "rules/runtime/healthcheck-always-succeeds.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/shell_script.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::healthcheck_always_succeeds {
namespace {

using model::Connector;

/// `true`, `echo up`, `exit 0`.
bool succeeds(model::Command const& command) {
    if (command.program == "exit")
        return command.argument(1) == "0" && command.arguments.size() == 2;
    static constexpr model::WordList programs = " : echo printf true ";
    return programs.holds(command.program) && command.redirections.empty();
}

/// Commands by which a script may end otherwise than with its last one.
bool may_end_before(model::Command const& command) {
    static constexpr model::WordList programs = " . eval exec kill return set source trap ";
    if (command.program == "exit") return command.argument(1) != "0";
    return command.program.empty() || programs.holds(command.program);
}

/// `server --version`: it says what was installed, not whether it runs.
bool asks_for_version(std::span<model::Command const> commands) {
    if (commands.size() != 1 || commands.front().arguments.size() != 2) return false;
    static constexpr model::WordList questions = " --help --version -V -help -version ";
    return questions.holds(commands.front().argument(1));
}

/// True where the last command is run whatever those in front of it do, and succeeds.
bool ends_well(std::span<model::Command const> commands) {
    auto const& last = commands.back();
    bool const is_always_run = last.connector == Connector::first
                               || last.connector == Connector::sequence
                               || last.connector == Connector::disjunction;
    if (!is_always_run || !succeeds(last)) return false;
    // A SHELL with -e ends at the first failure.
    if (last.script != nullptr && last.script->errexit) return false;
    return std::ranges::none_of(commands, [](model::Command const& command) {
        return command.depth != 0 || command.in_substitution || may_end_before(command);
    });
}

/// The command as people write it in a shell.
std::string words_of(model::Command const& command) {
    std::string words;
    for (auto const& argument : command.arguments) {
        if (!words.empty()) words += " ";
        words += argument.value.text_or_empty();
    }
    return words;
}

void check(ast::Healthcheck const& /*node*/, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    auto const commands = stage->commands_of(pass.instruction());
    if (commands.empty() || commands.front().use != model::Use::healthcheck) return;
    auto const& last = commands.back();
    bool const is_question = asks_for_version(commands);
    if (!is_question && !ends_well(commands)) return;
    auto const called = words_of(last);
    auto reported = is_question ? pass.report(last.span, version, called)
                                : pass.report(last.span, success, called);
    // Alone it was written on purpose.
    if (!is_question && commands.size() == 1) reported.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::healthcheck_always_succeeds
