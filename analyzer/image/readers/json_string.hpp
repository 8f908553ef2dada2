// A string of a JSON text and the way back to its bytes.
#pragma once

#include <string_view>

#include "analyzer/image/json.hpp"

namespace dockcheck::image {

/// The string that stands, with its quotes, at `span` of the text, `decoded` being what it says.
Mapped map_string(Document& document, Span span, std::string_view decoded);

}  // namespace dockcheck::image
