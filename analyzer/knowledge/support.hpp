// When the support of a base image's release line ends.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::knowledge {

/// A release line and the last day of its support.
struct SupportEnd {
    std::string_view product;  ///< "python", "debian"
    std::string_view release;  ///< "3.8", "buster"
    std::string_view date;     ///< YYYY-MM-DD
    std::string_view note;     ///< what the date stands for when it is not plain support, or empty
};

/// The line of the image's own software that a tag stands for: python:3.8.3-alpine -> 3.8. `image`
/// is a name as written in FROM ("python", "mcr.microsoft.com/dotnet/sdk"). Nothing for images that
/// no table knows, for tags that move on (latest, lts, 3) and for pre-releases; a tag that names
/// only the front of a version counts when all its lines had ended when the table was made (php:7).
std::optional<SupportEnd> support_end(std::string_view image, std::string_view tag);

/// The same for the distribution that a tag of an official image names beside its software:
/// python:3.12-buster -> debian buster, node:20-alpine3.12 -> alpine 3.12.
std::optional<SupportEnd> base_support_end(std::string_view image, std::string_view tag);

/// The numbered release of a product ("python", "debian") that is supported on `today` and the
/// longest behind it. Nothing where no end is known.
std::optional<SupportEnd> longest_support(std::string_view product, std::string_view today);

}  // namespace dockcheck::knowledge
