// The tree of analyzer/json, asked as the tools ask that read manifests.
#include "analyzer/context/manifests/json_values.hpp"

#include "analyzer/json/read.hpp"

namespace dockcheck::context {

std::unique_ptr<json::Tree> read_json(Source const& source) {
    constexpr std::size_t largest = std::size_t{2} * 1024 * 1024;
    auto const bytes = source.bytes();
    if (bytes.starts_with("\xEF\xBB\xBF") || bytes.size() > largest) return nullptr;
    auto tree = std::make_unique<json::Tree>();
    json::Budget budget;
    if (json::read(source, budget, *tree) || tree->roots.size() != 1) return nullptr;
    return tree;
}

json::Node const* object_of(json::Tree const* tree) {
    if (tree == nullptr || tree->roots.front().kind != json::Node::Kind::object) return nullptr;
    return &tree->roots.front();
}

json::Node const* object_in(json::Node const& object, std::string_view name) {
    auto const* const member = object.find_exactly(name);
    return member != nullptr && member->kind == json::Node::Kind::object ? member : nullptr;
}

std::string text_of(json::Node const& value) {
    using Kind = json::Node::Kind;
    if (value.kind != Kind::string && value.kind != Kind::number) return {};
    return std::string(value.text.text());
}

}  // namespace dockcheck::context
