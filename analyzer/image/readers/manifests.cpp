// Which manifests a storage has decides; what all kinds of them share.
#include "analyzer/image/readers/manifests.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "analyzer/image/readers/json_text.hpp"

namespace dockcheck::image {
namespace {

/// arm64 is arm64/v8, and arm is arm/v7: what engines take them for.
std::string_view variant_or_usual(std::string_view architecture, std::string_view variant) {
    if (!variant.empty()) return variant;
    if (architecture == "arm64") return "v8";
    return architecture == "arm" ? "v7" : "";
}

std::string_view usual_architecture(std::string_view name) {
    if (name == "x86_64" || name == "x86-64") return "amd64";
    return name == "aarch64" ? "arm64" : name;
}

/// Takes away the images for other platforms.
Result<void> choose(Found& found, PlatformChoice const& choice, Storage const& storage) {
    if (choice.takes_all()) return {};
    auto others = found.left_out;
    for (auto const& image : found.images) others.push_back(shown(image->platform));
    std::erase_if(found.images, [&](auto const& image) { return !choice.takes(image->platform); });
    if (!found.images.empty()) return {};
    return tl::unexpected(no_image_for(choice, storage.name(), others));
}

Result<void> read_manifests(Storage& storage, PlatformChoice const& choice, Found& found) {
    bool const has_index = storage.has("index.json");
    if (storage.has("manifest.json")) {
        if (auto read = read_save_manifest(storage, found); !read) return read;
        // Docker's newer archives have an index too, which may have other platforms.
        return has_index ? read_index(storage, choice, found) : Result<void>{};
    }
    if (has_index) return read_index(storage, choice, found);
    if (storage.has("repositories")) return read_repositories(storage, found);
    return tl::unexpected(
        Error{storage.name(),
              "this is no image: it has neither manifest.json nor index.json nor repositories"});
}

Input input_of(Storage const& storage, bool is_folder) {
    if (is_folder) return Input::oci_layout;
    return storage.has("manifest.json") || !storage.has("index.json") ? Input::docker_archive
                                                                      : Input::oci_archive;
}

}  // namespace

PlatformChoice PlatformChoice::parse(std::string_view text) {
    PlatformChoice choice;
    for (auto* const part : {&choice.os, &choice.architecture, &choice.variant}) {
        auto const slash = std::min(text.find('/'), text.size());
        *part = text.substr(0, slash);
        text.remove_prefix(std::min(slash + 1, text.size()));
    }
    choice.architecture = usual_architecture(choice.architecture);
    return choice;
}

bool PlatformChoice::takes(Platform const& platform) const {
    if (takes_all()) return true;
    auto const known = usual_architecture(platform.architecture);
    if (os != platform.os || (!architecture.empty() && architecture != known)) return false;
    return architecture.empty()
           || variant_or_usual(architecture, variant) == variant_or_usual(known, platform.variant);
}

std::string shown(Platform const& platform) {
    auto text = std::string(platform.os.empty() ? "an unknown platform" : platform.os);
    for (auto const part : {platform.architecture, platform.variant}) {
        if (!part.empty()) text.append("/").append(part);
    }
    return text;
}

Error no_image_for(PlatformChoice const& choice, std::string const& where,
                   std::vector<std::string> const& others) {
    auto text = fmt::format("there is no image for {}",
                            shown({choice.os, choice.architecture, choice.variant, {}}));
    if (!others.empty()) text += fmt::format(", but there is for {}", fmt::join(others, ", "));
    return {where, std::move(text)};
}

Result<Found> read_storage(Storage& storage, PlatformChoice const& choice, bool is_folder) {
    Found found;
    found.input = input_of(storage, is_folder);
    if (auto read = read_manifests(storage, choice, found); !read) {
        return tl::unexpected(read.error());
    }
    if (auto chosen = choose(found, choice, storage); !chosen) {
        return tl::unexpected(chosen.error());
    }
    if (found.images.empty()) {
        auto why = std::string("there is no image in it");
        for (auto const& note : found.notes) why += "; " + note;
        return tl::unexpected(Error{storage.name(), std::move(why)});
    }
    return found;
}

Image* Found::image_with(std::string_view id) const {
    auto const known =
        std::ranges::find_if(images, [&](auto const& image) { return image->id == id; });
    return known == images.end() ? nullptr : known->get();
}

void place_layers(Image& image, std::span<Layer const> kept, std::vector<std::string>& notes) {
    if (image.layers.empty() && image.history.value.empty()) {
        image.layers = image.arena.copy(kept);
        return;
    }
    if (image.layers.size() != kept.size()) {
        notes.push_back(
            fmt::format("{}: the config has {} layers and the manifest {}: which "
                        "belong together is not known",
                        shown_name(*image.document), image.layers.size(), kept.size()));
        return;
    }
    auto const placed = image.arena.copy(image.layers);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        placed[i].digest = kept[i].digest;
        placed[i].media_type = kept[i].media_type;
        placed[i].entry = kept[i].entry;
        placed[i].size = kept[i].size;
    }
    image.layers = placed;
}

}  // namespace dockcheck::image
