// Which release of a distribution an image is made from, where its name and tag say so.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::knowledge {

/// A release of Debian, Ubuntu, CentOS or Alpine.
struct SystemRelease {
    std::string_view product;  ///< "debian"
    std::string_view number;   ///< "10", "19.10", "stream8"
    std::string_view name;     ///< "buster"; empty where releases have none
    /// YYYY-MM-DD: since then at the latest its packages are not where its image looks for them;
    /// empty while they are.
    std::string_view moved;
};

/// The release that the words of a tag name: that of debian:10-slim, python:3.6-stretch,
/// node:22-alpine3.22. Nothing for other tags, and for images that are not official: those may take
/// their packages from elsewhere. `image` is a name as written in FROM.
std::optional<SystemRelease> release_named_by(std::string_view image, std::string_view tag);

/// The same, or the release that a tag stands for for good, as node:14.4 does. Not for images with
/// a digest, which may be an earlier one.
std::optional<SystemRelease> release_of(std::string_view image, std::string_view tag);

}  // namespace dockcheck::knowledge
