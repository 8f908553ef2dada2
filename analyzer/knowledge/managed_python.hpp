// Whether pip may install into the Python of a distribution.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// The distribution whose own Python refuses pip: "debian", "ubuntu" or "alpine"; empty when the
/// name and the tag do not say that the image is of such a release. `image` is a name as the tables
/// have it.
std::string_view distribution_with_managed_python(std::string_view image, std::string_view tag);

}  // namespace dockcheck::knowledge
