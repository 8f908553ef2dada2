// File paths as URIs.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck {

/// The path percent-encoded (RFC 3986); an absolute one becomes a `file:` URI.
std::string uri_of_path(std::string_view path);

}  // namespace dockcheck
