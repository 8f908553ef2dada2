// What a base image brings, as far as the tables know it.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/releases.hpp"
#include "analyzer/model/commands.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// The name of an image without tag and digest, as the tables have it.
std::string_view name_of(dockerfile::ImageReference const& image);

/// An image as people name it: as written, without its digest; "scratch"; empty for one that is not
/// known.
std::string_view shown_name(Reference const& reference);

/// The tag that an image is taken by: latest where it has none and no digest, and none where a
/// digest says which image a tag such as latest stood for one day.
std::string_view tag_of(dockerfile::ImageReference const& image);

/// The release of a distribution that an image is made from, where its name and tag settle that.
std::optional<knowledge::SystemRelease> release_of(dockerfile::ImageReference const& image);

/// The table's row for an image, or nullptr for one that it does not know.
inline knowledge::KnownImage const* known_image(Reference const& reference) {
    return reference.known_image;
}
/// Looks for that row.
knowledge::KnownImage const* find_known_image(dockerfile::ImageReference const& image);

/// True for images of Windows, by their name or tag.
bool is_windows_image(Reference const& reference);

}  // namespace dockcheck::model
