// Reading tags of nvidia/cuda and versions of CUDA.
#include "analyzer/model/cuda_images.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

bool is_digit_of_version(char c) { return c >= '0' && c <= '9'; }

/// Takes a number of at most three digits off a text.
std::optional<unsigned> take_number(std::string_view& text) {
    std::size_t size = 0;
    unsigned number = 0;
    while (size < text.size() && is_digit_of_version(text[size])) {
        if (size == 3) return std::nullopt;
        number = number * 10 + static_cast<unsigned>(text[size++] - '0');
    }
    text.remove_prefix(size);
    return size == 0 ? std::nullopt : std::optional(number);
}

}  // namespace

std::optional<CudaVersion> cuda_version(std::string_view text) {
    auto const major = take_number(text);
    if (!major || !text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
    auto const minor = take_number(text);
    if (!minor || !(text.empty() || text.front() == '.')) return std::nullopt;
    return CudaVersion{*major, *minor};
}

std::optional<CudaVersion> cuda_version_of_tag(std::string_view tag) {
    if (!tag.starts_with("cu")) return std::nullopt;
    tag.remove_prefix(2);
    bool const is_number =
        (tag.size() == 2 || tag.size() == 3) && std::ranges::all_of(tag, is_digit_of_version);
    if (!is_number) return std::nullopt;
    auto major = tag.substr(0, tag.size() - 1);
    auto minor = tag.substr(tag.size() - 1);
    return CudaVersion{*take_number(major), *take_number(minor)};
}

std::optional<CudaImage> cuda_image(Reference const& reference) {
    if (reference.kind != Reference::Kind::image || !reference.value.is_known()) {
        return std::nullopt;
    }
    if (reference.image.hub_name() != "nvidia/cuda") return std::nullopt;
    auto const tag = reference.image.tag;
    auto const end = std::min(tag.find('-'), tag.size());
    CudaImage image;
    image.version = tag.substr(0, end);
    if (!cuda_version(image.version)) return std::nullopt;
    auto const has = [&](std::string_view part) {
        auto const at = tag.find(part, end);
        return at != tag.npos;
    };
    image.has_cudnn = has("-cudnn");
    if (has("-devel")) {
        image.flavour = CudaFlavour::devel;
    } else if (has("-runtime")) {
        image.flavour = CudaFlavour::runtime;
    } else if (has("-base")) {
        image.flavour = CudaFlavour::base;
    } else {
        return std::nullopt;
    }
    return image;
}

}  // namespace dockcheck::model
