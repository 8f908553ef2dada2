// Finds images that have no name but latest.
#include "rules/base-image/image-tagged-latest.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"

namespace dockcheck::rules::image_tagged_latest {
namespace {

/// The tag of a name; an index may hold the tag alone.
std::string_view tag_of(std::string_view name) {
    auto const colon = name.rfind(':');
    if (colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos) {
        return name.substr(colon + 1);
    }
    return name.find('/') == std::string_view::npos ? name : std::string_view("latest");
}

void check(image::Image const& image, Pass& pass, Options const& options) {
    if (image.names.empty()) return;
    bool const moves = std::ranges::all_of(image.names, [](auto const& name) {
        return name.find('@') == std::string::npos && tag_of(name) == "latest";
    });
    if (!moves || std::ranges::find(options.allowed_tags, "latest") != options.allowed_tags.end()) {
        return;
    }
    pass.report(model::place_of_image(image), latest, image.names.front());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::image_tagged_latest
