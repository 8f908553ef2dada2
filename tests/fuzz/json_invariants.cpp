// A walk over all values of a text.
#include "tests/fuzz/json_invariants.hpp"

#include <vector>

#include "tests/fuzz/require.hpp"

namespace dockcheck::test {
namespace {

void require_sound(json::Node const& node, json::Tree const& tree, Source const& source) {
    Span const whole{0, static_cast<std::uint32_t>(source.bytes().size())};
    require(node.source == &source, "a value is of its text");
    require(whole.contains(node.span) && !node.span.empty(), "a value is inside of its text");
    require(node.text.empty() || node.span.contains(node.text.source()),
            "what a string says stands in it");
    require(node.key.empty() || node.key_span.contains(node.key.source()),
            "what a name says stands in it");
    for (auto const& child : node.children) {
        require(child.parent == &node && &node.children[child.index] == &child,
                "a child knows its parent");
        require(node.span.contains(child.span), "a child is inside of its parent");
    }
    require(tree.node_at(node.span) == &node, "a value is found at its place");
}

}  // namespace

void require_sound(json::Tree const& tree, Source const& source) {
    require(!tree.roots.empty(), "there is a value, or a mistake");
    std::vector<json::Node const*> open;
    for (auto const& root : tree.roots) open.push_back(&root);
    while (!open.empty()) {
        auto const* const node = open.back();
        open.pop_back();
        require_sound(*node, tree, source);
        for (auto const& child : node->children) open.push_back(&child);
    }
}

}  // namespace dockcheck::test
