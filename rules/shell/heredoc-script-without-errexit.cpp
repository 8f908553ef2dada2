// Finds scripts in heredocs in which a command may fail unseen.
#include "rules/shell/heredoc-script-without-errexit.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::heredoc_script_without_errexit {
namespace {

/// What fails only when something is very wrong, or whose failure nobody would call one.
constexpr model::WordList harmless =
    " : echo printf true set export shopt umask ulimit alias unset readonly local declare sleep "
    "exit ";

/// The first command at the top of the script whose failure nobody would see, or nullptr.
model::Command const* unseen_command(model::ShellScript const& script, model::Stage const& stage) {
    for (auto const& command : stage.commands_of(*script.instruction)) {
        if (command.script != &script || !command.can_fail_unseen || command.in_substitution) {
            continue;
        }
        if (command.depth != 0 || command.is_conditional || command.program.empty()) continue;
        bool const ends_list = command.follower == model::Connector::sequence;
        if (ends_list && !command.errexit && !model::list_holds(harmless, command.program))
            return &command;
    }
    return nullptr;
}

/// Where the first line behind `#!` begins.
std::uint32_t first_line(model::ShellScript const& script) {
    auto const text = script.text.text();
    if (!text.starts_with("#!")) return script.text.source().begin;
    auto const newline = text.find('\n');
    if (newline == text.npos) return script.text.source().end;
    return script.text.source_offset(static_cast<std::uint32_t>(newline + 1));
}

void check(model::ShellScript const& script, Pass& pass) {
    if (!script.is_heredoc || script.errexit || pass.stage() == nullptr) return;
    if (script.use != model::Use::run || script.instruction->heredocs.empty()) return;
    auto const* const command = unseen_command(script, *pass.stage());
    if (command == nullptr) return;
    auto const marker = script.instruction->heredocs.front().marker;
    auto const text = script.text.text();
    auto finding = text.starts_with("#!") ? pass.report(marker, below, command->program,
                                                        text.substr(0, text.find('\n')))
                                          : pass.report(marker, goes_on, command->program);
    finding.insert(first_line(script), "set -e\n");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::heredoc_script_without_errexit
