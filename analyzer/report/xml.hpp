// Text within XML.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck {

/// The text as XML 1.0 may hold it, in content and in attributes with double quotes: markup and
/// line ends as references, other control characters as visible escapes.
std::string xml_text(std::string_view text);

}  // namespace dockcheck
