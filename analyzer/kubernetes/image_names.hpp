// Which images of a list a manifest means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::kubernetes {

/// A name that somebody gives, with what it stands for.
struct NamedImage {
    std::string name;         ///< [registry/]path[:tag][@digest]
    bool is_own = false;      ///< the Dockerfile that is checked makes it
    std::string target = {};  ///< the stage; empty: the one that is built
};

/// The entry that an image of a manifest is, or nullptr. One without tag and digest is any of the
/// image's; one that names just this tag or digest comes first. A tag with a variable is some tag.
NamedImage const* find_image(std::vector<NamedImage> const& images, std::string_view image);

}  // namespace dockcheck::kubernetes
