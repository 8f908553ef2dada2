// package.json, composer.json and global.json.
#include "analyzer/context/manifests/json_tree.hpp"
#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

void add_dependencies(JsonTree const& tree, std::string_view key, bool is_development,
                      Manifest& manifest) {
    auto const* list = tree.find(tree.root(), key);
    if (list == nullptr || list->kind != JsonNode::Kind::object) return;
    for (auto const* entry : tree.children(*list)) {
        manifest.dependencies.push_back({entry->key, entry->text, entry->span, is_development});
    }
}

std::optional<ManifestText> text_at(JsonTree const& tree, std::string_view object,
                                    std::string_view key) {
    auto const* parent = object.empty() ? &tree.root() : tree.find(tree.root(), object);
    if (parent == nullptr) return std::nullopt;
    auto const* node = tree.find(*parent, key);
    if (node == nullptr || node->kind != JsonNode::Kind::string) return std::nullopt;
    return ManifestText{node->text, node->span};
}

}  // namespace

std::optional<Manifest> read_package_json(std::string_view text) {
    auto const tree = JsonTree::read(text);
    if (!tree || tree->root().kind != JsonNode::Kind::object) return std::nullopt;
    Manifest manifest;
    add_dependencies(*tree, "dependencies", false, manifest);
    add_dependencies(*tree, "optionalDependencies", false, manifest);
    add_dependencies(*tree, "devDependencies", true, manifest);
    if (auto const* scripts = tree->find(tree->root(), "scripts")) {
        for (auto const* script : tree->children(*scripts)) {
            manifest.scripts.push_back({script->key, script->text, script->span, false});
        }
    }
    manifest.language_version = text_at(*tree, "engines", "node");
    manifest.tool_version = text_at(*tree, {}, "packageManager");
    manifest.is_complete = tree->find(tree->root(), "workspaces") == nullptr;
    return manifest;
}

std::optional<Manifest> read_composer_json(std::string_view text) {
    auto const tree = JsonTree::read(text);
    if (!tree || tree->root().kind != JsonNode::Kind::object) return std::nullopt;
    Manifest manifest;
    add_dependencies(*tree, "require", false, manifest);
    add_dependencies(*tree, "require-dev", true, manifest);
    manifest.language_version = text_at(*tree, "require", "php");
    return manifest;
}

std::optional<Manifest> read_global_json(std::string_view text) {
    auto const tree = JsonTree::read(text);
    if (!tree || tree->root().kind != JsonNode::Kind::object) return std::nullopt;
    Manifest manifest;
    manifest.language_version = text_at(*tree, "sdk", "version");
    manifest.tool_version = text_at(*tree, "sdk", "rollForward");
    return manifest;
}

}  // namespace dockcheck::context
