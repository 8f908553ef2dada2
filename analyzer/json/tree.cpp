// Looking things up in a JSON tree.
#include "analyzer/json/tree.hpp"

#include <algorithm>
#include <vector>

namespace dockcheck::json {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

void append_escaped(std::string_view name, std::string& out) {
    for (char const c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
}

/// With its name, where it has one.
Span whole_span(Node const& node) {
    return node.key_span.empty() ? node.span : join(node.key_span, node.span);
}

Node const* holding(std::span<Node const> nodes, Span span) {
    auto const after = std::ranges::upper_bound(
        nodes, span.begin, {}, [](Node const& node) { return whole_span(node).begin; });
    if (after == nodes.begin()) return nullptr;
    auto const& node = *(after - 1);
    return whole_span(node).contains(span) ? &node : nullptr;
}

}  // namespace

Node const* Node::find(std::string_view name) const {
    if (kind != Kind::object) return nullptr;
    for (auto at = children.rbegin(); at != children.rend(); ++at) {
        if (is_same_name(at->key.text(), name)) return &*at;
    }
    return nullptr;
}

Node const* Node::find_exactly(std::string_view name) const {
    if (kind != Kind::object) return nullptr;
    for (auto at = children.rbegin(); at != children.rend(); ++at) {
        if (at->key.text() == name) return &*at;
    }
    return nullptr;
}

Node const* Tree::node_at(Span span) const {
    Node const* found = nullptr;
    for (auto const* node = holding(roots, span); node != nullptr;
         node = holding(node->children, span)) {
        found = node;
    }
    return found;
}

std::string pointer_to(Node const& node) {
    std::vector<Node const*> path;
    for (auto const* at = &node; at->parent != nullptr; at = at->parent) path.push_back(at);
    std::string pointer;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        pointer += '/';
        if ((*step)->parent->kind == Node::Kind::array) {
            pointer += std::to_string((*step)->index);
        } else {
            append_escaped((*step)->key.text(), pointer);
        }
    }
    return pointer;
}

}  // namespace dockcheck::json
