// Finds RUN in which only a clean-up decides whether the build goes on.
#include "rules/shell/failure-hidden-by-cleanup.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/errexit.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::failure_hidden_by_cleanup {
namespace {

using model::Command;
using model::Connector;
using model::Verb;

/// Builds, archives and downloads: whoever writes one of them needs what it makes.
constexpr model::WordList makers =
    " make cmake ninja tar unzip curl wget docker-php-ext-install pecl configure ";

bool has_option(Command const& command, char letter) {
    return std::ranges::any_of(command.arguments.subspan(1), [&](model::Argument const& word) {
        auto const text = word.value.known_prefix();
        return text.starts_with('-') && !text.starts_with("--") && text.find(letter) != text.npos;
    });
}

/// What succeeds whatever happened before.
bool is_cleaner(Command const& command, Arena& arena) {
    auto const program = command.program;
    if (program == "rm") return has_option(command, 'f');
    if (program == "cd") return command.argument(1) == "/" || command.argument(1) == "..";
    if (program == "sync") return true;
    auto const& package = model::package_command(command, arena);
    return package.verb == Verb::clean
           || (package.verb == Verb::remove && package.packages.empty()
               && package.manager == model::Manager::apt);
}

bool is_work(Command const& command, Arena& arena) {
    auto const& package = model::package_command(command, arena);
    return package.verb == Verb::install || package.verb == Verb::upgrade
           || makers.holds(command.program);
}

/// True for a command at the top of the script.
bool is_at_top(Command const& command, model::ShellScript const& script) {
    return command.script == &script && command.depth == 0 && !command.is_conditional;
}

/// True when the script looks at failures in its own way.
bool minds_failures(model::ShellScript const& script) {
    auto const text = script.text.text();
    static constexpr std::string_view all_ways[] = {"$?", "trap ", "PIPESTATUS", "${?"};
    return model::turns_errexit_off(script) || std::ranges::any_of(all_ways, [&](auto way) {
               return text.find(way) != std::string_view::npos;
           });
}

/// The last command that is no clean-up, with a clean-up behind it; nullptr where all of it cleans
/// up, nothing does, or the script does more than lists of commands behind it.
Command const* command_before_cleanup(model::ShellScript const& script,
                                      std::span<Command const> commands, Arena& arena) {
    for (auto i = commands.size(); i > 0;) {
        --i;
        auto const& command = commands[i];
        if (command.in_substitution) continue;
        if (!is_at_top(command, script)) return nullptr;
        if (is_cleaner(command, arena)) continue;
        return i + 1 < commands.size() ? &command : nullptr;
    }
    return nullptr;
}

/// "yum clean": of a package manager the verb is said as well.
std::string name_of(Command const& command, Arena& arena) {
    std::string name(command.program);
    for (auto const& word : model::package_command(command, arena).verb_words) {
        name += " ";
        name += word.value.text_or_empty();
    }
    return name;
}

/// `[ -n "$EXTRA" ] && apt-get install ...`: the list may fail, as it is meant; and `make -k` too.
bool may_fail(Command const& command, std::span<Command const> commands) {
    static constexpr model::WordList tests =
        " [ [[ test command which type hash grep egrep id ls dpkg rpm getent ";
    auto const words =
        command.arguments.subspan(std::min<std::size_t>(1, command.arguments.size()));
    bool const tells_somebody = std::ranges::any_of(
        words, [](auto const& word) { return word.value.text_or_empty() == "POST"; });
    bool const goes_on =
        command.program == "make" && std::ranges::any_of(words, [](auto const& word) {
            auto const text = word.value.text_or_empty();
            return text == "-k" || text == "-i" || text.starts_with("--keep")
                   || text.starts_with("--ignore");
        });
    return goes_on || tells_somebody || std::ranges::any_of(commands, [&](Command const& other) {
               return other.sequence < command.sequence && tests.holds(other.program);
           });
}

/// Puts && in place of a ; that stands right behind the command.
void offer_fix(Reported finding, Command const& command, Pass const& pass) {
    auto const breaks = std::ranges::count_if(
        model::commands_behind(*pass.stage(), command),
        [](auto const& other) { return other.connector == Connector::sequence; });
    // Behind another ; the failure would be hidden all the same.
    if (breaks != 1) return;
    auto const end = command.span.end;
    auto const behind = pass.text({end, command.instruction->span.end});
    auto const at = behind.find_first_not_of(" \t");
    if (at == behind.npos || behind[at] != ';') return;
    auto const place = end + static_cast<std::uint32_t>(at);
    finding.replace(Span{end, place + 1}, " &&");
}

void check(model::ShellScript const& script, Pass& pass) {
    if (script.use != model::Use::run || script.is_heredoc || script.is_nested) return;
    if (script.errexit || !script.shell_is_known || pass.stage() == nullptr) return;
    if (script.tree.first_error != nullptr) return;
    auto& arena = pass.build().arena();
    auto const commands = pass.stage()->commands_of(*script.instruction);
    auto const* const command = command_before_cleanup(script, commands, arena);
    if (command == nullptr || !is_work(*command, arena)) return;
    if (!command->can_fail_unseen || command->errexit) return;
    bool const is_and_ed = command->follower == Connector::conjunction;
    if (!is_and_ed && command->follower != Connector::sequence) return;
    if (command->connector == Connector::disjunction) return;
    if (minds_failures(script) || may_fail(*command, commands)) return;
    // set -e does not stop at what fails in front of an &&.
    bool const is_listed = command->connector == Connector::conjunction;
    auto const finding = pass.report(command->span, is_listed ? hidden_list : hidden,
                                     name_of(*command, arena), name_of(commands.back(), arena));
    offer_fix(finding, *command, pass);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::failure_hidden_by_cleanup
