// Which release of a distribution tags stand for that are built no more.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// The name of the release that an official image was last made from under this tag, where the tag
/// names none and nothing moves it any more: ("node", "14.4") -> stretch; the number for Alpine:
/// ("node", "12-alpine") -> 3.15. Empty for all others.
/// `image` is a name as written in FROM, `tag` its tag. A digest may stand for an earlier one.
std::string_view final_release(std::string_view image, std::string_view tag);

}  // namespace dockcheck::knowledge
