// index.json of an OCI layout: manifests, and indexes of manifests, each of which has a config.
#include <algorithm>
#include <fmt/format.h>

#include "analyzer/image/readers/config.hpp"
#include "analyzer/image/readers/manifests.hpp"

namespace dockcheck::image {
namespace {

/// Media types, by their ends: OCI's and Docker's differ in the rest.
bool is_config_type(std::string_view type) {
    return type.empty() || type == "application/vnd.oci.image.config.v1+json"
           || type == "application/vnd.docker.container.image.v1+json";
}

bool is_index_type(std::string_view type) {
    return type == "application/vnd.oci.image.index.v1+json"
           || type == "application/vnd.docker.distribution.manifest.list.v2+json";
}

bool is_manifest_type(std::string_view type) {
    return type.empty() || type == "application/vnd.oci.image.manifest.v1+json"
           || type == "application/vnd.docker.distribution.manifest.v2+json" || is_index_type(type);
}

class IndexReader {
 public:
    IndexReader(Storage& storage, PlatformChoice const& choice, Found& found)
        : storage_(storage), choice_(choice), found_(found) {}

    Result<void> read(std::string_view path, std::string_view name, std::uint32_t depth) {
        auto const index = storage_.document(path);
        if (!index) return tl::unexpected(index.error());
        Arena arena;
        FieldReader fields(**index, arena);
        auto const& root = (*index)->roots.front();
        auto const* const list = fields.list(&root, "manifests");
        if (list == nullptr) fields.fail(root, "an image index must have a list \"manifests\"");
        if (depth > storage_.limits().index_depth) {
            fields.fail(root, "there are too many indexes in indexes");
        }
        if (fields.error()) return tl::unexpected(*fields.error());
        for (auto const& child : list->children) {
            if (auto read = read_descriptor(fields, child, name, depth); !read) return read;
        }
        return {};
    }

 private:
    /// What a descriptor says.
    struct Descriptor {
        std::string_view type;
        std::string_view digest;
        std::string path;
        std::string name;
        Platform platform;
    };

    Result<Descriptor> descriptor(FieldReader& fields, Node const& node, std::string_view name) {
        Descriptor result;
        if (node.kind != Node::Kind::object) fields.fail(node, "a descriptor must be an object");
        result.type = fields.text(&node, "mediaType").value.text();
        result.digest = fields.text(&node, "digest").value.text();
        auto path = blob_path(result.digest);
        if (path) {
            result.path = std::move(*path);
        } else {
            fields.fail(node, "the descriptor has no \"digest\" of the form sha256:...");
        }
        auto const* const platform = fields.object(&node, "platform");
        result.platform = {fields.text(platform, "os").value.text(),
                           fields.text(platform, "architecture").value.text(),
                           fields.text(platform, "variant").value.text(),
                           fields.text(platform, "os.version").value.text()};
        auto const* const notes = fields.object(&node, "annotations");
        auto const full = fields.text(notes, "io.containerd.image.name").value.text();
        auto const tag = fields.text(notes, "org.opencontainers.image.ref.name").value.text();
        result.name = !full.empty() ? full : !tag.empty() ? tag : name;
        if (fields.error()) return tl::unexpected(*fields.error());
        return result;
    }

    Result<void> read_descriptor(FieldReader& fields, Node const& node, std::string_view name,
                                 std::uint32_t depth) {
        auto const found = descriptor(fields, node, name);
        if (!found) return tl::unexpected(found.error());
        if (++seen_ > storage_.limits().entries) {
            fields.fail(node, "the indexes name too much");
            return tl::unexpected(*fields.error());
        }
        bool const is_attestation =
            found->platform.os == "unknown" && found->platform.architecture == "unknown";
        if (is_attestation || !is_manifest_type(found->type)) return {};
        if (!found->platform.os.empty() && !choice_.takes(found->platform)) {
            found_.left_out.push_back(shown(found->platform));
            return {};
        }
        if (!storage_.has(found->path)) {
            found_.notes.push_back(fmt::format("{}: the image for {} is named, but {} is missing",
                                               storage_.name(), shown(found->platform),
                                               found->path));
            return {};
        }
        if (++read_ > storage_.limits().images) {
            fields.fail(node,
                        fmt::format("there are more than {} images", storage_.limits().images));
            return tl::unexpected(*fields.error());
        }
        return read_manifest(*found, depth);
    }

    Result<void> read_manifest(Descriptor const& of, std::uint32_t depth) {
        auto const manifest = storage_.document(of.path);
        if (!manifest) return tl::unexpected(manifest.error());
        auto const& root = (*manifest)->roots.front();
        if (root.find_exactly("manifests") != nullptr) return read(of.path, of.name, depth + 1);
        Arena arena;
        FieldReader fields(**manifest, arena);
        auto const* const config = fields.object(&root, "config");
        if (config == nullptr) fields.fail(root, "the manifest has no \"config\"");
        if (fields.error()) return tl::unexpected(*fields.error());
        auto const found = descriptor(fields, *config, of.name);
        if (!found) return tl::unexpected(found.error());
        if (!is_config_type(found->type)) return {};  // of something that is no image
        return add(*manifest, *found, of.name);
    }

    Result<void> add(std::shared_ptr<Document const> const& manifest, Descriptor const& config,
                     std::string const& name) {
        if (auto* const known = found_.image_with(config.digest)) {
            if (!name.empty() && std::ranges::find(known->names, name) == known->names.end()) {
                known->names.push_back(name);
            }
            return {};
        }
        auto const text = storage_.document(config.path);
        if (!text) return tl::unexpected(text.error());
        auto image = read_config_blob(*text, (*text)->roots.front(), found_.input);
        if (!image) return tl::unexpected(image.error());
        (*image)->documents.push_back(manifest);
        (*image)->id = config.digest;
        if (!name.empty()) (*image)->names.push_back(name);
        FieldReader fields(*manifest, (*image)->arena);
        auto const layers = layers_of(fields, manifest->roots.front());
        if (fields.error()) return tl::unexpected(*fields.error());
        place_layers(**image, layers, found_.notes);
        found_.images.push_back(std::move(*image));
        return {};
    }

    std::vector<Layer> layers_of(FieldReader& fields, Node const& manifest) {
        std::vector<Layer> layers;
        auto const* const list = fields.list(&manifest, "layers");
        if (list == nullptr) return layers;
        for (auto const& node : list->children) {
            auto const found = descriptor(fields, node, {});
            if (!found) break;
            auto& layer = layers.emplace_back();
            layer.digest = found->digest;
            layer.media_type = found->type;
            layer.node = &node;
            layer.size = storage_.size(found->path);
            if (layer.size) {
                layer.entry = fields.arena().copy(std::string_view(found->path));
            } else if (auto const told = fields.number(&node, "size"); told.is_given()) {
                layer.size = static_cast<std::uint64_t>(std::max<std::int64_t>(told.value, 0));
            }
        }
        return layers;
    }

    Storage& storage_;
    PlatformChoice const& choice_;
    Found& found_;
    std::uint32_t seen_ = 0;  ///< descriptors
    std::uint32_t read_ = 0;  ///< those of images and indexes
};

}  // namespace

Result<void> read_index(Storage& storage, PlatformChoice const& choice, Found& found) {
    return IndexReader(storage, choice, found).read("index.json", {}, 0);
}

}  // namespace dockcheck::image
