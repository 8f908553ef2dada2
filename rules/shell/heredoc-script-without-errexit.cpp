// Finds scripts in heredocs in which a command may fail unseen.
#include "rules/shell/heredoc-script-without-errexit.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/errexit.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::heredoc_script_without_errexit {
namespace {

/// What fails only when something is very wrong, or whose failure nobody would call one.
constexpr model::WordList harmless =
    " : echo printf true set export shopt umask ulimit alias unset readonly local declare sleep "
    "exit ";

bool is_unseen(model::Command const& command, model::ShellScript const& script) {
    if (command.script != &script || !command.can_fail_unseen || command.in_substitution) {
        return false;
    }
    if (command.depth != 0 || command.is_conditional || command.program.empty()) return false;
    bool const ends_list = command.follower == model::Connector::sequence;
    return ends_list && !command.errexit && !model::list_holds(harmless, command.program);
}

/// `apt-get update` with an install behind it, which finds nothing where there is no index.
bool is_noticed_update(model::Command const& command, std::span<model::Command const> behind,
                       Arena& arena) {
    auto const& update = model::package_command(command, arena);
    if (update.verb != model::Verb::update) return false;
    return std::ranges::any_of(behind, [&](model::Command const& other) {
        auto const& install = model::package_command(other, arena);
        return install.manager == update.manager && install.verb == model::Verb::install;
    });
}

struct Unseen {
    model::Command const* command = nullptr;
    bool is_update = false;  ///< nothing but updates may fail unseen
};

/// The first command at the top of the script whose failure nobody would see, one that is no
/// update where there is one.
Unseen unseen_command(model::ShellScript const& script, model::Stage const& stage, Arena& arena) {
    Unseen result;
    auto const commands = stage.commands_of(*script.instruction);
    for (std::size_t i = 0; i < commands.size(); ++i) {
        if (!is_unseen(commands[i], script)) continue;
        if (!is_noticed_update(commands[i], commands.subspan(i + 1), arena)) {
            return {&commands[i], false};
        }
        if (result.command == nullptr) result = {&commands[i], true};
    }
    return result;
}

/// "apt-get update": of a package manager the verb is said as well.
std::string name_of(model::Command const& command, Arena& arena) {
    std::string name(command.program);
    for (auto const& word : model::package_command(command, arena).verb_words) {
        name += " ";
        name += word.value.text_or_empty();
    }
    return name;
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
    if (model::turns_errexit_off(script)) return;
    auto& arena = pass.build().arena();
    auto const [command, is_update] = unseen_command(script, *pass.stage(), arena);
    if (command == nullptr) return;
    auto const name = name_of(*command, arena);
    auto const marker = script.instruction->heredocs.front().marker;
    auto const text = script.text.text();
    bool const names_shell = text.starts_with("#!");
    auto finding = names_shell ? pass.report(marker, below, name, text.substr(0, text.find('\n')))
                               : pass.report(marker, is_update ? index : goes_on, name);
    if (is_update) finding.severity(Severity::info);
    finding.insert(first_line(script), "set -e\n");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::heredoc_script_without_errexit
