// A walk over all values of all texts.
#include "tests/fuzz/image_invariants.hpp"

#include <vector>

#include "tests/fuzz/require.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {
namespace {

using namespace image;

void require_sound(Node const& node, Document const& document) {
    Span const whole{0, static_cast<std::uint32_t>(document.source.bytes().size())};
    require(node.source == &document.source, "a value is of its text");
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
    require(document.node_at(node.span) == &node, "a value is found at its place");
}

void require_sound(Document const& document) {
    std::vector<Node const*> open;
    for (auto const& root : document.roots) open.push_back(&root);
    while (!open.empty()) {
        auto const* const node = open.back();
        open.pop_back();
        require_sound(*node, document);
        for (auto const& child : node->children) open.push_back(&child);
    }
}

}  // namespace

void require_sound(Result<Images> const& images) {
    if (!images) {
        require(!images.error().text.empty() && !images.error().where.empty(), "an error says why");
        return;
    }
    require(!images->images.empty(), "there is an image, or an error");
    for (auto const& image : images->images) {
        require(image->document != nullptr, "an image has a text");
        for (auto const& document : image->documents) require_sound(*document);
        for (auto const& entry : image->history.value) {
            require(entry.layer == HistoryEntry::no_layer || entry.layer < image->layers.size(),
                    "the layer of a step is there");
        }
        described(*image);
        described_files(*image);
    }
}

}  // namespace dockcheck::test
