// Going through the tree of a script with what stands around each node at hand.
#pragma once

#include <array>
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

/// A list of nodes; nothing is taken from the heap for a short one.
class NodeList {
 public:
    void push_back(Node const* node) {
        if (size_ < few) {
            few_[size_] = node;
        } else {
            if (many_.empty()) many_.assign(few_.begin(), few_.end());
            many_.push_back(node);
        }
        ++size_;
    }
    void pop_back() {
        if (--size_ > few) {
            many_.pop_back();
        } else {
            many_.clear();
        }
    }
    [[nodiscard]] Node const* const* data() const {
        return size_ <= few ? few_.data() : many_.data();
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] Node const* const* begin() const { return data(); }
    [[nodiscard]] Node const* const* end() const { return data() + size_; }
    Node const* operator[](std::size_t i) const { return data()[i]; }
    [[nodiscard]] Node const* front() const { return data()[0]; }
    [[nodiscard]] Node const* back() const { return data()[size_ - 1]; }

 private:
    static constexpr std::size_t few = 16;

    std::array<Node const*, few> few_;  // NOLINT(*-member-init): what is behind size_ is not read
    std::vector<Node const*> many_;
    std::size_t size_ = 0;
};

/// The children of a node.
inline NodeList children_of(Tree const& tree, Node const& node) {
    NodeList children;
    for (auto const& child : tree.children(node)) children.push_back(&child);
    return children;
}

/// The words of a simple command, program first.
inline NodeList words_of(Tree const& tree, Node const& command) {
    NodeList words;
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
