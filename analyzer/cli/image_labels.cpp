// The first kind of label that all have and no two have alike.
#include "analyzer/cli/image_labels.hpp"

#include <algorithm>

#include "analyzer/image/readers/manifests.hpp"

namespace dockcheck::cli {
namespace {

using Label = std::string (*)(image::Image const&);

std::string platform_of(image::Image const& image) {
    return image.platform.os.empty() ? std::string() : image::shown(image.platform);
}

std::string name_of(image::Image const& image) {
    return image.names.empty() ? std::string() : image.names.front();
}

std::string digest_of(image::Image const& image) {
    constexpr std::size_t shown_digits = 19;  // sha256: and twelve
    return image.id.substr(0, shown_digits);
}

bool tells_apart(std::vector<std::string> labels) {
    std::ranges::sort(labels);
    return !labels.front().empty() && std::ranges::adjacent_find(labels) == labels.end();
}

}  // namespace

std::vector<std::string> image_labels(std::span<std::shared_ptr<image::Image const> const> images) {
    std::vector<std::string> labels(images.size());
    if (images.size() < 2) return labels;
    for (Label const label : {&platform_of, &name_of, &digest_of}) {
        std::ranges::transform(images, labels.begin(),
                               [&](auto const& image) { return label(*image); });
        if (tells_apart(labels)) return labels;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = "image " + std::to_string(i + 1);
    return labels;
}

}  // namespace dockcheck::cli
