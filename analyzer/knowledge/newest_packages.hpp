// Packages whose newest release needs a newer language than old images have.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// Texts are empty when nothing is known.
struct NewestPackage {
    std::string_view newest;   ///< the release that first needs it
    std::string_view needs;    ///< "Ruby 3.2 or newer"
    std::string_view instead;  ///< the last version that runs on the release
};

/// What the newest release of a package needs, where an official image of the language with that
/// tag certainly lacks it. `manager` is gem, npm or pecl, `tag` begins with the release: 7.4-fpm.
NewestPackage newest_package(std::string_view manager, std::string_view package,
                             std::string_view tag);

}  // namespace dockcheck::knowledge
