// Going through the tree of a script with what stands around each node at hand.
#pragma once

#include <span>
#include <vector>

#include "analyzer/syntax/shell/ast.hpp"

namespace dockcheck::shell {

/// Calls visit(node, ancestors) for every node in the order of the text; ancestors begin with the
/// script and end with the parent.
template <typename Visit>
void for_each_node(Tree const& tree, Visit&& visit) {
    std::vector<Node const*> ancestors;
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
        while (!ancestors.empty() && ancestors.back()->next <= i) ancestors.pop_back();
        visit(tree.nodes[i], std::span<Node const* const>(ancestors));
        ancestors.push_back(&tree.nodes[i]);
    }
}

/// The children of a node.
inline std::vector<Node const*> children_of(Tree const& tree, Node const& node) {
    std::vector<Node const*> children;
    for (auto const& child : tree.children(node)) children.push_back(&child);
    return children;
}

/// The words of a simple command, program first.
inline std::vector<Node const*> words_of(Tree const& tree, Node const& command) {
    std::vector<Node const*> words;
    if (command.kind != Kind::simple_command) return words;
    for (auto const& child : tree.children(command)) {
        if (child.kind == Kind::word) words.push_back(&child);
    }
    return words;
}

/// The first word of a simple command as written, or empty.
inline std::string_view program_of(Tree const& tree, Node const& command) {
    if (command.kind != Kind::simple_command) return {};
    for (auto const& child : tree.children(command)) {
        if (child.kind == Kind::word) return tree.text_of(child);
    }
    return {};
}

}  // namespace dockcheck::shell
