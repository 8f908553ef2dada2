// A string of a JSON text and the way back to its bytes.
#pragma once

#include <string_view>

#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::json {

/// The string that stands, with its quotes, at `span` of the text, `decoded` being what it says.
Mapped map_string(Source const& source, Span span, std::string_view decoded, Arena& arena);

}  // namespace dockcheck::json
