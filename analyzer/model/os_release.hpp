// What /etc/os-release says of the distribution that a file system is of.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/model/image_files.hpp"

namespace dockcheck::model {

struct Distribution {
    std::string_view image;    ///< the official image of it: "debian", "rockylinux"
    std::string_view version;  ///< VERSION_ID, without quotes
    std::uint32_t layer = 0;   ///< that has the file
};

/// Nothing for an image without the file, and for distributions that are not known.
std::optional<Distribution> distribution_of(ImageFiles const& files);

}  // namespace dockcheck::model
