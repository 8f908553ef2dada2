// A text is told by the names of its members: no two descriptions have the same.
#include "analyzer/image/readers/texts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>

#include "analyzer/image/readers/config.hpp"
#include "analyzer/image/readers/json_text.hpp"

namespace dockcheck::image {
namespace {

enum class Shape : std::uint8_t {
    config_blob,
    bare_config,  ///< what `config` of a blob is: docker inspect --format '{{json .Config}}'
    image_inspection,
    container_inspection,
    buildah_inspection,
    history_entry,
    index,
    manifest,
    save_manifest,
    skopeo_inspection,
    unknown,
};

bool has_any(Node const& node, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(
        names, [&](std::string_view name) { return node.find_exactly(name) != nullptr; });
}

Shape shape_of_registry_text(Node const& node) {
    if (has_any(node, {"manifests"})) return Shape::index;
    if (has_any(node, {"layers", "fsLayers"})) return Shape::manifest;
    return Shape::unknown;
}

Shape shape_of(Node const& node) {
    if (has_any(node, {"schemaVersion"})) return shape_of_registry_text(node);
    if (has_any(node, {"rootfs", "history", "config"})) return Shape::config_blob;
    if (has_any(node, {"OCIv1"})) return Shape::buildah_inspection;
    if (has_any(node, {"State", "HostConfig"})) return Shape::container_inspection;
    if (has_any(node, {"RootFS", "RepoDigests"})) return Shape::image_inspection;
    if (has_any(node, {"CreatedBy"})) return Shape::history_entry;
    auto const* const config = node.find_exactly("Config");
    if (config != nullptr && config->kind == Node::Kind::string) return Shape::save_manifest;
    if (config != nullptr) return Shape::image_inspection;
    if (has_any(node, {"LayersData", "DockerVersion"})) return Shape::skopeo_inspection;
    if (has_any(node, {"Env"}) && has_any(node, {"Cmd", "Entrypoint", "WorkingDir"})) {
        return Shape::bare_config;
    }
    return Shape::unknown;
}

/// Why a text of that shape cannot be checked.
std::string_view reason_against(Shape shape) {
    switch (shape) {
        case Shape::index:
            return "this is an image index, which only names images: give the folder or archive "
                   "that it is in";
        case Shape::manifest:
            return "this is an image manifest, which only names the image's config: give the "
                   "config itself, or the folder or archive that both are in";
        case Shape::save_manifest:
            return "this is the manifest.json of a docker save archive: give the archive";
        case Shape::skopeo_inspection:
            return "this is what skopeo inspect says, which lacks most of the image's config: use "
                   "skopeo inspect --config";
        default:
            return "this JSON is no image: dockcheck reads image configs, the output of docker "
                   "inspect, podman inspect and docker history, archives and OCI layout folders";
    }
}

tl::unexpected<Error> refused(Document const& text, Node const& node, std::string_view reason) {
    return tl::unexpected(Error{shown_place(text, node.span.begin), std::string(reason)});
}

/// Whether only Docker writes a config with these members.
bool is_dockers(Node const& root) {
    if (has_any(root, {"container_config", "docker_version", "container"})) return true;
    auto const* const config = root.find_exactly("config");
    return config != nullptr
           && has_any(*config, {"Healthcheck", "OnBuild", "Shell", "Hostname", "Image"});
}

Result<std::shared_ptr<Image>> read_bare_config(std::shared_ptr<Document const> const& text,
                                                Node const& root) {
    Draft draft(text, Input::docker_config);
    draft.image->config = read_config_of(draft.fields, root);
    return draft.finished();
}

Result<std::shared_ptr<Image>> read_one(std::shared_ptr<Document const> const& text,
                                        Node const& root, std::vector<std::string>& notes) {
    switch (shape_of(root)) {
        case Shape::config_blob:
            return read_config_blob(text, root,
                                    is_dockers(root) ? Input::docker_config : Input::oci_config);
        case Shape::bare_config:
            return read_bare_config(text, root);
        case Shape::buildah_inspection:
            if (auto const* const docker = root.find_exactly("Docker")) {
                return read_config_blob(text, *docker, Input::podman_inspect);
            }
            return refused(*text, root, reason_against(Shape::unknown));
        case Shape::image_inspection:
        case Shape::container_inspection:
            return read_inspection(text, root, notes);
        default:
            return refused(*text, root, reason_against(shape_of(root)));
    }
}

Result<Images> read_all(std::shared_ptr<Document const> const& text, std::span<Node const> roots) {
    Images images;
    for (auto const& root : roots) {
        auto image = read_one(text, root, images.notes);
        if (!image) return tl::unexpected(image.error());
        images.images.push_back(std::move(*image));
    }
    images.input = images.images.front()->input;
    return images;
}

}  // namespace

Result<Images> read_text(std::shared_ptr<Document const> const& text) {
    auto roots = text->roots;
    if (roots.size() == 1 && roots[0].kind == Node::Kind::array) {
        if (roots[0].children.empty()) {
            return refused(*text, roots[0], "the list is empty: there is no such image");
        }
        roots = roots[0].children;
    }
    auto const is_step = [](Node const& node) { return shape_of(node) == Shape::history_entry; };
    if (!std::ranges::all_of(roots, is_step)) return read_all(text, roots);
    auto image = read_history_lines(text, roots);
    if (!image) return tl::unexpected(image.error());
    Images images;
    images.input = Input::history_lines;
    images.images.push_back(std::move(*image));
    return images;
}

}  // namespace dockcheck::image
