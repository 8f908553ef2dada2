// What the commands of a PowerShell script are called and given.
#include "analyzer/model/powershell_commands.hpp"

#include <algorithm>

#include "analyzer/knowledge/cmdlets.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::powershell {
namespace {

bool is_argument(Kind kind) { return kind == Kind::word || kind == Kind::operand; }

}  // namespace

std::optional<std::string_view> constant_text(Tree const& tree, Node const& node) {
    auto const text = tree.text_of(node);
    switch (node.kind) {
        case Kind::word:
            if (tree.has_children(node) || text.find('`') != text.npos) return std::nullopt;
            return text;
        case Kind::single_quoted:
            return text.substr(1, text.size() - 2);
        case Kind::double_quoted:
            if (tree.has_children(node) || text.find('`') != text.npos) return std::nullopt;
            return text.substr(1, text.size() - 2);
        case Kind::operand: {
            auto const children = tree.children(node);
            auto const& only = *children.begin();
            if (children.empty() || only.next != node.next) return std::nullopt;
            return constant_text(tree, only);
        }
        case Kind::expression:
        case Kind::pipeline:
        case Kind::statement: {
            auto const& inner = content_of(tree, node);
            if (&inner == &node) return std::nullopt;
            return constant_text(tree, inner);
        }
        default:
            return std::nullopt;
    }
}

Node const* name_of(Tree const& tree, Node const& command) {
    for (auto const& child : tree.children(command)) {
        if (child.kind == Kind::invocation) continue;
        return constant_text(tree, child) ? &child : nullptr;
    }
    return nullptr;
}

Node const* parameter_of(Tree const& tree, Node const& command, std::string_view name,
                         std::size_t least) {
    for (auto const& child : tree.children(command)) {
        if (child.kind != Kind::parameter) continue;
        auto written = tree.text_of(child).substr(1);
        if (written.ends_with(':')) written.remove_suffix(1);
        bool const is_this = written.size() >= least && written.size() <= name.size()
                             && equal_without_case(written, name.substr(0, written.size()));
        if (is_this) return &child;
    }
    return nullptr;
}

Node const* argument_behind(Tree const& tree, Node const& command, Node const& parameter) {
    if (parameter.next >= command.next) return nullptr;
    auto const& next = tree.nodes[parameter.next];
    return is_argument(next.kind) ? &next : nullptr;
}

Node const* first_argument(Tree const& tree, Node const& command) {
    Node const* before = nullptr;
    for (auto const& child : tree.children(command)) {
        bool const is_free = before != nullptr && before->kind != Kind::parameter
                             && before->kind != Kind::invocation;
        if (is_free && is_argument(child.kind)) return &child;
        before = &child;
    }
    return nullptr;
}

std::string_view variable_name(Tree const& tree, Node const& variable) {
    auto name = tree.text_of(variable).substr(1);
    if (name.starts_with('{')) name = name.substr(1, name.size() - 2);
    for (std::string_view const scope : {"global:", "script:", "local:", "private:", "variable:"}) {
        bool const has_scope =
            name.size() > scope.size() && equal_without_case(name.substr(0, scope.size()), scope);
        if (has_scope) name.remove_prefix(scope.size());
    }
    return name;
}

Node const* assigned_variable(Tree const& tree, Node const& pipeline) {
    auto const children = tree.children(pipeline);
    auto part = children.begin();
    if (children.empty() || part->kind != Kind::expression) return nullptr;
    auto const& target = *part;
    ++part;
    if (part == children.end() || part->kind != Kind::assignment) return nullptr;
    // Casts in front of it change nothing.
    for (auto const& child : tree.children(target)) {
        if (child.kind == Kind::cast) continue;
        if (child.kind != Kind::operand || child.next != target.next) return nullptr;
        auto const& first = tree.nodes[tree.index_of(child) + 1];
        bool const is_alone = first.kind == Kind::variable && first.next == child.next;
        return is_alone ? &first : nullptr;
    }
    return nullptr;
}

Node const& assigned_statement(Tree const& tree, Node const& pipeline) {
    auto part = tree.children(pipeline).begin();
    ++part;
    ++part;
    return *part;
}

Node const& content_of(Tree const& tree, Node const& node) {
    auto const* inner = &node;
    while (tree.has_children(*inner)) {
        auto const& first = tree.nodes[tree.index_of(*inner) + 1];
        bool const holds = inner->kind == Kind::statement || inner->kind == Kind::pipeline
                           || inner->kind == Kind::expression || inner->kind == Kind::operand
                           || inner->kind == Kind::parenthesis || inner->kind == Kind::condition;
        if (!holds || first.next != inner->next) break;
        inner = &first;
    }
    return *inner;
}

}  // namespace dockcheck::powershell

namespace dockcheck::model {
namespace {

bool defines(PowerShellScript const& script, std::string_view name) {
    return std::ranges::binary_search(
        script.functions, name,
        [](std::string_view a, std::string_view b) { return compare_without_case(a, b) < 0; });
}

/// `$Name = value` in front of an offset: the last one counts.
void look_for_preference(powershell::Tree const& tree, std::string_view name,
                         std::span<std::string_view const> wanted, std::uint32_t before,
                         Preference& found) {
    for (auto const& node : tree.nodes) {
        if (node.begin >= before) break;
        if (node.kind != powershell::Kind::pipeline) continue;
        auto const* const variable = powershell::assigned_variable(tree, node);
        if (variable == nullptr) continue;
        if (!equal_without_case(powershell::variable_name(tree, *variable), name)) continue;
        auto const& content =
            powershell::content_of(tree, powershell::assigned_statement(tree, node));
        auto value = powershell::constant_text(tree, content).value_or(tree.text_of(content));
        bool const is_wanted = std::ranges::any_of(
            wanted, [&](std::string_view each) { return equal_without_case(each, value); });
        found = is_wanted ? Preference::wanted : Preference::other;
    }
}

}  // namespace

std::string_view cmdlet_of_alias(PowerShellScript const& script, std::string_view name) {
    using knowledge::AliasScope;
    auto const* const alias = knowledge::cmdlet_alias(name);
    if (alias == nullptr) return {};
    if (alias->scope == AliasScope::windows_powershell && script.is_core) return {};
    bool const is_windows = script.on_windows || !script.is_core;
    if (alias->scope == AliasScope::windows && !is_windows) return {};
    return defines(script, name) ? std::string_view() : alias->cmdlet;
}

std::string_view cmdlet_of(PowerShellScript const& script, powershell::Node const& command) {
    auto const* const node = powershell::name_of(script.tree, command);
    if (node == nullptr) return {};
    auto name = *powershell::constant_text(script.tree, *node);
    auto const cmdlet = cmdlet_of_alias(script, name);
    if (!cmdlet.empty()) return cmdlet;
    auto const slash = name.find('\\');
    bool const has_module = slash != name.npos && name.find('\\', slash + 1) == name.npos
                            && knowledge::is_cmdlet_name(name.substr(slash + 1));
    if (has_module) name.remove_prefix(slash + 1);
    return name;
}

bool runs_cmdlet(PowerShellScript const& script, powershell::Node const& command) {
    return knowledge::is_cmdlet_name(cmdlet_of(script, command));
}

bool runs_program(PowerShellScript const& script, powershell::Node const& command) {
    auto const* const node = powershell::name_of(script.tree, command);
    if (node == nullptr) return false;
    auto const name = *powershell::constant_text(script.tree, *node);
    if (name.size() > 4 && equal_without_case(name.substr(name.size() - 4), ".exe")) return true;
    bool const is_plain =
        std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    return is_plain && name.size() > 1 && knowledge::cmdlet_alias(name) == nullptr
           && name != "mkdir" && name != "help" && !defines(script, name);
}

Preference preference(PowerShellScript const& script, std::string_view name,
                      std::span<std::string_view const> wanted, std::uint32_t before) {
    auto found = Preference::unset;
    if (script.prelude != nullptr) {
        auto const end = static_cast<std::uint32_t>(script.prelude->text.size() + 1);
        look_for_preference(*script.prelude, name, wanted, end, found);
    }
    look_for_preference(script.tree, name, wanted, before, found);
    return found;
}

}  // namespace dockcheck::model
