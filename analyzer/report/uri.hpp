// File paths as URIs.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/system/paths.hpp"

namespace dockcheck {

/// The path percent-encoded (RFC 3986); an absolute one becomes a `file:` URI.
std::string uri_of_path(std::string_view path, system::PathStyle style = system::native_style);

}  // namespace dockcheck
