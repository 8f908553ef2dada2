// Pipfile.lock.
#include "analyzer/context/manifests/json_values.hpp"
#include "analyzer/context/manifests/readers.hpp"

namespace dockcheck::context {
namespace {

void add_locked_packages(json::Node const& root, std::string_view key, bool is_development,
                         Manifest& manifest) {
    auto const* const list = object_in(root, key);
    if (list == nullptr) return;
    for (auto const& entry : list->children) {
        if (entry.kind != json::Node::Kind::object) continue;
        auto const* const version = entry.find_exactly("version");
        manifest.dependencies.push_back(
            {std::string(entry.key.text()), version != nullptr ? text_of(*version) : std::string(),
             version != nullptr ? version->span : entry.span, is_development});
    }
}

}  // namespace

std::optional<Manifest> read_pipfile_lock(Source const& source) {
    auto const tree = read_json(source);
    auto const* const root = object_of(tree.get());
    if (root == nullptr) return std::nullopt;
    Manifest manifest;
    add_locked_packages(*root, "default", false, manifest);
    add_locked_packages(*root, "develop", true, manifest);
    auto const* const meta = object_in(*root, "_meta");
    auto const* const wanted = meta == nullptr ? nullptr : object_in(*meta, "requires");
    auto const* const version =
        wanted == nullptr ? nullptr : wanted->find_exactly("python_version");
    if (version != nullptr && version->kind == json::Node::Kind::string) {
        manifest.language_version = ManifestText{text_of(*version), version->span};
    }
    return manifest;
}

}  // namespace dockcheck::context
