// Looking at the last line of a RUN and how its commands are joined.
#include "analyzer/model/run_end.hpp"

#include <algorithm>

#include "analyzer/syntax/shell/parse.hpp"

namespace dockcheck::model {
namespace {

using shell::Kind;

/// True when `&& command` may follow the script: it ends with a whole command.
bool ends_with_command(shell::Tree const& tree, std::string_view script) {
    if (tree.first_error != nullptr) return false;
    bool const is_odd = std::ranges::any_of(tree.nodes, [&](shell::Node const& node) {
        if (node.kind == Kind::comment || node.kind == Kind::opaque) return true;
        if (node.kind != Kind::simple_command || node.end != script.size()) return false;
        auto const text = tree.text_of(node);
        return text.starts_with("exec") || text.starts_with("exit");
    });
    auto const last = script.empty() ? ';' : script.back();
    return !is_odd && tree.heredocs.empty() && last != ';' && last != '&' && last != '|';
}

/// What stands between the last command and a new one: a blank, or a new line like the others.
std::string joint(std::string_view text, std::uint32_t begin, std::uint32_t end, char escape) {
    auto const newline = text.rfind('\n', end - 1);
    if (newline == text.npos || newline < begin) return " && ";
    auto const line = text.substr(newline + 1, end - newline - 1);
    auto const indent = std::string(line.substr(0, line.find_first_not_of(" \t")));
    auto before = text.substr(begin, newline - begin);
    while (!before.empty()
           && (before.back() == ' ' || before.back() == escape || before.back() == '\r'
               || before.back() == '\t')) {
        before.remove_suffix(1);
    }
    std::string const break_line = std::string(" ") + escape + "\n" + indent;
    return before.ends_with("&&") ? " &&" + break_line : break_line + "&& ";
}

}  // namespace

std::optional<Appended> append_command(Build const& build, ast::Instruction const& run,
                                       std::string_view command) {
    auto const* node = ast::get_if<ast::Run>(&run.node);
    if (node == nullptr || node->command.json || !run.heredocs.empty()) return std::nullopt;
    auto script = node->command.text;
    auto const size = script.text().find_last_not_of(" \t\r\n") + 1;
    script = script.slice(0, static_cast<std::uint32_t>(size));
    auto const* const stage = build.stage_of(run);
    auto const* const known = stage == nullptr ? nullptr : stage->tree_of(run, script.text());
    auto const tree = known != nullptr
                          ? *known
                          : shell::parse(script.text(), shell::Dialect::bash, build.arena());
    if (!ends_with_command(tree, script.text())) return std::nullopt;
    auto const end = script.source().end;
    auto const text = build.source().bytes();
    auto const escape = build.file().escape;
    return Appended{end, joint(text, run.span.begin, end, escape) + std::string(command)};
}

}  // namespace dockcheck::model
