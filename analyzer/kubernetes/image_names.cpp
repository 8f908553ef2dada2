// Taking names apart, and comparing them.
#include "analyzer/kubernetes/image_names.hpp"

#include <algorithm>

namespace dockcheck::kubernetes {
namespace {

struct Parts {
    std::string name;  ///< as Docker Hub's images are called without its address
    std::string_view tag;
    std::string_view digest;
};

/// The name without the ways to say Docker Hub.
std::string plain_name(std::string_view name) {
    for (std::string_view const front : {"docker.io/", "index.docker.io/"}) {
        if (name.starts_with(front)) name.remove_prefix(front.size());
    }
    constexpr std::string_view official = "library/";
    if (name.starts_with(official)) name.remove_prefix(official.size());
    return std::string(name);
}

Parts parts_of(std::string_view image) {
    Parts parts;
    auto const at = image.find('@');
    if (at != image.npos) parts.digest = image.substr(at + 1);
    auto name = image.substr(0, at);
    auto const colon = name.rfind(':');
    if (colon != name.npos && name.find('/', colon) == name.npos) {
        parts.tag = name.substr(colon + 1);
        name = name.substr(0, colon);
    }
    // Which image one without either is.
    if (parts.tag.empty() && parts.digest.empty()) parts.tag = "latest";
    parts.name = plain_name(name);
    return parts;
}

bool is_any_of_name(NamedImage const& named) {
    auto const behind = named.name.substr(named.name.rfind('/') + 1);
    return behind.find_first_of(":@") == behind.npos;
}

}  // namespace

NamedImage const* find_image(std::vector<NamedImage> const& images, std::string_view image) {
    auto const wanted = parts_of(image);
    NamedImage const* found = nullptr;
    for (auto const& each : images) {
        auto const parts = parts_of(each.name);
        if (parts.name != wanted.name) continue;
        if (is_any_of_name(each)) {
            if (found == nullptr) found = &each;
            continue;
        }
        bool const is_same =
            parts.digest.empty() ? parts.tag == wanted.tag : parts.digest == wanted.digest;
        if (is_same) return &each;
    }
    return found;
}

}  // namespace dockcheck::kubernetes
