// Finds RUN of many commands joined by && that could be a heredoc.
#include "rules/style/run-chain-instead-of-heredoc.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/broken_words.hpp"
#include "analyzer/model/errexit.hpp"
#include "analyzer/model/frontend.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::rules::run_chain_instead_of_heredoc {
namespace {

using shell::Kind;

/// The commands of a script that is one chain by && alone; none for any other.
ArenaVector<shell::Node const*> chained(model::ShellScript const& script, Arena& arena) {
    ArenaVector<shell::Node const*> const none(arena);
    ArenaVector<shell::Node const*> result(arena);
    int statements = 0;
    for (auto const& statement : script.tree.children(script.tree.nodes.front())) {
        if (statement.kind == Kind::comment) continue;
        auto const terminator = static_cast<shell::Terminator>(statement.detail);
        if (statement.kind != Kind::statement || ++statements > 1) return none;
        if (terminator == shell::Terminator::background) return none;
        for (auto const& node : script.tree.children(statement)) {
            if (node.kind == Kind::or_operator) return none;
            if (node.kind == Kind::pipeline) result.push_back(&node);
        }
    }
    return result;
}

/// True when the script may be taken apart line by line: simple commands, whose failure ends it in
/// either form, and nothing that reads more than its line.
bool is_simple(model::ShellScript const& script, ArenaVector<shell::Node const*> const& commands) {
    auto const& tree = script.tree;
    if (tree.first_error != nullptr || !tree.heredocs.empty()) return false;
    if (script.holds(Kind::comment, Kind::opaque, Kind::subshell, Kind::brace_group,
                     Kind::command_substitution, Kind::backquote, Kind::process_substitution)) {
        return false;
    }
    return std::ranges::all_of(commands, [&](shell::Node const* pipeline) {
        if (pipeline->detail != shell::pipeline_plain) return false;
        for (auto const& node : tree.children(*pipeline)) {
            if (node.kind != Kind::simple_command) return false;
        }
        return true;
    });
}

/// True for a single-quoted text over several lines: a RUN joins them, and a script does not.
bool quotes_lines(model::ShellScript const& script, Pass const& pass) {
    return std::ranges::any_of(script.tree.nodes, [&](shell::Node const& node) {
        if (node.kind != Kind::single_quoted && node.kind != Kind::ansi_quoted) return false;
        return pass.text(script.span(node)).find('\n') != std::string_view::npos;
    });
}

/// True for a row with blanks behind its last backslash, which joins the next one to it in a RUN,
/// but not in a script.
bool ends_otherwise(std::string_view row) {
    auto const last = row.find_last_not_of(" \t\r");
    return last != row.npos && row[last] == '\\' && last + 1 != row.size();
}

/// The heredoc in place of the chain, or nothing where its lines would not be the same commands.
std::string heredoc_of(model::ShellScript const& script,
                       ArenaVector<shell::Node const*> const& commands, Pass const& pass) {
    std::string result = "<<EOF\nset -e\n";
    result.reserve(script.text.text().size() + 2 * result.size());
    for (auto const* command : commands) {
        auto const text = pass.text(script.span(*command));
        auto line = text;
        while (!line.empty()) {
            auto const end = std::min(line.find('\n'), line.size());
            auto const row = line.substr(0, end);
            auto const first = row.find_first_not_of(" \t\r");
            // An empty line or a comment is left out between the lines of a RUN, not of a script.
            if (first == line.npos || line[first] == '#' || row == "EOF") return {};
            if (ends_otherwise(row)) return {};
            line.remove_prefix(std::min(end + 1, line.size()));
        }
        result += text;
        result += '\n';
    }
    result += "EOF";
    return result;
}

void check(model::ShellScript const& script, Pass& pass, Options const& options) {
    using model::ShellKind;
    bool const is_shell = script.shell == ShellKind::posix || script.shell == ShellKind::bash
                          || script.shell == ShellKind::busybox;
    if (script.use != model::Use::run || !is_shell || script.is_nested || script.is_heredoc) return;
    if (script.instruction == nullptr || !script.instruction->heredocs.empty()) return;
    if (pass.build().image() != nullptr || pass.is_trigger()) return;
    auto const commands = chained(script, pass.build().arena());
    if (static_cast<std::int64_t>(commands.size())
        < std::max<std::int64_t>(options.min_commands, 2))
        return;
    if (!model::knows_heredocs(pass.build()) || model::turns_errexit_off(script)) return;
    auto const* const run = ast::get_if<ast::Run>(&script.instruction->node);
    if (run == nullptr || run->command.json) return;
    auto const span = run->command.text.source();
    auto finding = pass.report(span, chain, std::to_string(commands.size()));
    // Blanks behind the last command would stand behind the end word.
    auto const end = script.instruction->whole.end;
    bool const is_whole =
        span.end <= end
        && pass.text({span.end, end}).find_first_not_of(" \t\r") == std::string_view::npos;
    if (model::has_fault(pass.build(), *script.instruction)) return;
    if (model::has_carriage_return(pass.build(), *script.instruction)) return;
    if (pass.build().file().escape != '\\' || !is_simple(script, commands) || !is_whole) return;
    if (quotes_lines(script, pass)) return;
    auto const heredoc = heredoc_of(script, commands, pass);
    if (!heredoc.empty()) finding.replace({span.begin, end}, heredoc);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_chain_instead_of_heredoc
