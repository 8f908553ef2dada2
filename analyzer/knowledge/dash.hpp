// What the dash of a distribution's release can do.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::knowledge {

/// Whether dash knows `set -o pipefail` in an image; nothing when its tag does not say which
/// release it is made from. `image` is a name as the tables have it.
std::optional<bool> dash_has_pipefail(std::string_view image, std::string_view tag);

}  // namespace dockcheck::knowledge
