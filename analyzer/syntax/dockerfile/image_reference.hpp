// Names of images: registry/path:tag@digest.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::dockerfile {

/// A reference taken apart; views into its text. `python:3.12` has an empty domain and the path
/// "python".
struct ImageReference {
    std::string_view domain;  ///< registry with port as written, or empty (docker.io)
    std::string_view path;    ///< as written, "library/" included where it stands there
    std::string_view tag;     ///< or empty
    std::string_view digest;  ///< algorithm:hex, or empty

    /// The path of an image of Docker Hub without "library/" ("python", "bitnami/redis"); empty for
    /// other registries. docker.io, index.docker.io and no domain are Docker Hub.
    [[nodiscard]] std::string_view hub_name() const;
    /// The registry and the path as written.
    [[nodiscard]] std::string_view whole_name() const;
};

/// Parses as the distribution reference grammar does (BuildKit: invalid reference format). `why` is
/// set to a reason in words when it fails.
std::optional<ImageReference> parse_image_reference(std::string_view text,
                                                    std::string_view* why = nullptr);

}  // namespace dockcheck::dockerfile
