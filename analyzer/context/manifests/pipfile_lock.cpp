// Pipfile.lock.
#include "analyzer/context/manifests/json_tree.hpp"
#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

void add_locked_packages(JsonTree const& tree, std::string_view key, bool is_development,
                         Manifest& manifest) {
    auto const* list = tree.find(tree.root(), key);
    if (list == nullptr || list->kind != JsonNode::Kind::object) return;
    for (auto const* entry : tree.children(*list)) {
        if (entry->kind != JsonNode::Kind::object) continue;
        auto const* version = tree.find(*entry, "version");
        manifest.dependencies.push_back(
            {entry->key, version != nullptr ? version->text : std::string(),
             version != nullptr ? version->span : entry->span, is_development});
    }
}

}  // namespace

std::optional<Manifest> read_pipfile_lock(std::string_view text) {
    auto const tree = JsonTree::read(text);
    if (!tree || tree->root().kind != JsonNode::Kind::object) return std::nullopt;
    Manifest manifest;
    add_locked_packages(*tree, "default", false, manifest);
    add_locked_packages(*tree, "develop", true, manifest);
    auto const* meta = tree->find(tree->root(), "_meta");
    auto const* wanted = meta != nullptr && meta->kind == JsonNode::Kind::object
                             ? tree->find(*meta, "requires")
                             : nullptr;
    if (wanted != nullptr && wanted->kind == JsonNode::Kind::object) {
        auto const* version = tree->find(*wanted, "python_version");
        if (version != nullptr && version->kind == JsonNode::Kind::string)
            manifest.language_version = ManifestText{version->text, version->span};
    }
    return manifest;
}

}  // namespace dockcheck::context
