// Finds what PowerShell reads otherwise than it looks.
#include "rules/windows/powershell-suspicious-syntax.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/powershell_commands.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::powershell_suspicious_syntax {
namespace {

using model::PowerShellScript;
using powershell::Kind;
using powershell::Node;
using powershell::Tree;

bool holds(Tree const& tree, Node const& node, Kind kind) {
    return std::ranges::any_of(tree.below(node),
                               [&](Node const& each) { return each.kind == kind; });
}

/// `if ($a = 5)`; what a command gives may well be kept and asked for at once.
void check_assignment(PowerShellScript const& script, Node const& pipeline, Pass& pass) {
    auto const& tree = script.tree;
    for (auto const& part : tree.children(pipeline)) {
        if (part.kind != Kind::assignment || script.text_of(part) != "=") continue;
        auto const& value = powershell::assigned_statement(tree, pipeline);
        if (holds(tree, value, Kind::command) || holds(tree, value, Kind::call)) return;
        auto const& target = tree.nodes[tree.index_of(pipeline) + 1];
        pass.report(script.span(part), assignment, script.text_of(target));
    }
}

/// `if ($a > 5)`; what a command says may well be thrown away.
void check_redirection(PowerShellScript const& script, Node const& pipeline, Pass& pass) {
    auto const& tree = script.tree;
    Node const* before = nullptr;
    for (auto const& part : tree.children(pipeline)) {
        bool const is_behind = before != nullptr && before->kind == Kind::expression;
        if (part.kind == Kind::redirection && is_behind && tree.has_children(part)) {
            auto const& target = tree.nodes[tree.index_of(part) + 1];
            bool const is_thrown_away = equal_without_case(script.text_of(target), "$null");
            auto sign = part;
            sign.end =
                sign.begin + static_cast<std::uint32_t>(script.text_of(part).find_last_of('>') + 1);
            if (!is_thrown_away) pass.report(script.span(sign), redirection, script.text_of(sign));
        }
        before = &part;
    }
}

void check_condition(PowerShellScript const& script, Node const& condition, Pass& pass,
                     auto const& is_wanted) {
    for (auto const& pipeline : script.tree.children(condition)) {
        if (pipeline.kind != Kind::pipeline) continue;
        if (is_wanted("assignment")) check_assignment(script, pipeline, pass);
        if (is_wanted("redirection")) check_redirection(script, pipeline, pass);
    }
}

bool is_null(PowerShellScript const& script, Node const& operand) {
    return operand.kind == Kind::operand && equal_without_case(script.text_of(operand), "$null");
}

/// `@(...) -eq $null`: only what is certainly a list, since no variable tells what it holds.
void check_null(PowerShellScript const& script, Node const& expression, Pass& pass) {
    auto const& tree = script.tree;
    Node const* left = nullptr;
    Node const* sign = nullptr;
    for (auto const& part : tree.children(expression)) {
        if (sign != nullptr && is_null(script, part)) {
            auto const& first = tree.nodes[tree.index_of(*left) + 1];
            bool const is_list = first.kind == Kind::array && first.next == left->next;
            auto const name = script.text_of(*sign);
            bool const compares =
                equal_without_case(name, "-eq") || equal_without_case(name, "-ne");
            if (is_list && compares) {
                pass.report(script.span(*left), null_on_right, script.text_of(*left), name);
            }
        }
        if (part.kind == Kind::operand) left = &part;
        sign = part.kind == Kind::operator_word && left != nullptr ? &part : nullptr;
    }
}

/// Variables that are constant or read-only in PowerShell 5.1 and 7. Others of its own, such as
/// $args, take a value, and scripts make use of it.
bool is_automatic(std::string_view name) {
    static constexpr std::string_view names[] = {
        "error",     "executioncontext", "false",  "home",        "host",           "pid",
        "psculture", "psedition",        "pshome", "psuiculture", "psversiontable", "shellid",
        "true",
    };
    return std::ranges::any_of(
        names, [&](std::string_view each) { return equal_without_case(each, name); });
}

void check_automatic(PowerShellScript const& script, Node const& node, Pass& pass) {
    auto const& tree = script.tree;
    Node const* variable = nullptr;
    if (node.kind == Kind::pipeline) {
        variable = powershell::assigned_variable(tree, node);
    } else {
        variable = &tree.nodes[tree.index_of(node) + 1];
    }
    if (variable == nullptr || variable->kind != Kind::variable) return;
    if (!is_automatic(powershell::variable_name(tree, *variable))) return;
    pass.report(script.span(*variable), automatic, script.text_of(*variable));
}

/// `$x.''()`.
void check_member(PowerShellScript const& script, Node const& member, Pass& pass) {
    auto const text = script.text_of(member);
    auto const name = text.substr(std::min(text.find_first_not_of("?.:"), text.size()));
    if (name == "''" || name == "\"\"" || name == "()") {
        pass.report(script.span(member), empty_member);
    }
}

void check(PowerShellScript const& script, Pass& pass, Options const& options) {
    auto const is_wanted = [&](std::string_view kind) {
        return std::ranges::find(options.kinds, kind) != options.kinds.end();
    };
    bool const wants_automatic = is_wanted("automatic");
    for (auto const& node : script.tree.nodes) {
        bool const sets = node.kind == Kind::pipeline || node.kind == Kind::foreach_clause;
        if (node.kind == Kind::condition) check_condition(script, node, pass, is_wanted);
        if (sets && wants_automatic) check_automatic(script, node, pass);
        if (node.kind == Kind::expression && is_wanted("null-on-right")) {
            check_null(script, node, pass);
        }
        if (node.kind == Kind::member && is_wanted("empty-member"))
            check_member(script, node, pass);
    }
    if (!is_wanted("backtick")) return;
    for (auto const& trivia : script.tree.trivia) {
        if (trivia.is_comment) continue;
        pass.report(script.text.slice(trivia.begin, trivia.begin + 1).source(), backtick);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::powershell_suspicious_syntax
