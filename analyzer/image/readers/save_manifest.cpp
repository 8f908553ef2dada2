// manifest.json of docker save: a list of images, each with its config, names and layers.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/image/readers/config.hpp"
#include "analyzer/image/readers/digest.hpp"
#include "analyzer/image/readers/manifests.hpp"
#include "analyzer/image/readers/tar.hpp"

namespace dockcheck::image {
namespace {

/// The paths of the layers; empty ones for those that lead out of the archive.
std::vector<Layer> layers_of(Storage const& storage, std::span<Text const> paths, Arena& arena,
                             std::vector<std::string>& notes) {
    std::vector<Layer> layers;
    for (auto const& path : paths) {
        auto& layer = layers.emplace_back();
        auto const clean = clean_path(path.view());
        layer.node = path.node;
        layer.size = clean ? storage.size(*clean) : std::nullopt;
        if (layer.size) {
            layer.entry = arena.copy(std::string_view(*clean));
            if (auto const digest = digest_of_path(*clean)) {
                layer.digest = arena.copy(std::string_view(*digest));
            }
        } else {
            notes.push_back(
                fmt::format("{}: the layer {} is missing", storage.name(), path.view()));
        }
    }
    return layers;
}

void add_names(Image& image, std::span<Text const> names) {
    for (auto const& name : names) {
        if (std::ranges::find(image.names, name.view()) == image.names.end()) {
            image.names.emplace_back(name.view());
        }
    }
}

/// The image of that config, when an entry before this one has it too.
Image* image_of(Found const& found, Document const* config) {
    auto const known = std::ranges::find_if(
        found.images, [&](auto const& image) { return image->document.get() == config; });
    return known == found.images.end() ? nullptr : known->get();
}

Result<void> read_saved(Storage& storage, std::shared_ptr<Document const> const& manifest,
                        Node const& entry, Found& found) {
    Arena arena;
    FieldReader fields(*manifest, arena);
    auto const config = fields.text(&entry, "Config");
    auto const names = fields.texts(&entry, "RepoTags");
    auto const layers = fields.texts(&entry, "Layers");
    if (!config.is_given()) fields.fail(entry, "the image has no \"Config\"");
    auto const path = clean_path(config.value.text());
    if (!path) fields.fail(*config.node, "this path leads out of the archive");
    if (fields.error()) return tl::unexpected(*fields.error());
    auto const text = storage.document(*path);
    if (!text) return tl::unexpected(text.error());
    if (auto* const known = image_of(found, text->get())) {
        add_names(*known, names.value);
        return {};
    }
    auto const read = read_config_blob(*text, (*text)->roots.front(), found.input);
    if (!read) return tl::unexpected(read.error());
    auto& image = **read;
    image.documents.push_back(manifest);
    image.id = sha256_of((*text)->source.bytes());
    add_names(image, names.value);
    place_layers(image, layers_of(storage, layers.value, image.arena, found.notes), found.notes);
    found.images.push_back(*read);
    return {};
}

}  // namespace

Result<void> read_save_manifest(Storage& storage, Found& found) {
    auto const manifest = storage.document("manifest.json");
    if (!manifest) return tl::unexpected(manifest.error());
    auto const& root = (*manifest)->roots.front();
    Arena arena;
    FieldReader fields(**manifest, arena);
    if (root.kind != Node::Kind::array) fields.fail(root, "this must be a list of images");
    if (root.children.size() > storage.limits().images) {
        fields.fail(root, fmt::format("there are more than {} images", storage.limits().images));
    }
    for (auto const& entry : root.children) {
        if (entry.kind != Node::Kind::object) fields.fail(entry, "an image must be an object");
    }
    if (fields.error()) return tl::unexpected(*fields.error());
    for (auto const& entry : root.children) {
        if (auto read = read_saved(storage, *manifest, entry, found); !read) return read;
    }
    return {};
}

}  // namespace dockcheck::image
