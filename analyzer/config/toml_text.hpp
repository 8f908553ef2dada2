// Writing values as TOML.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck::config {

/// A basic string with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string toml_string(std::string_view text);
/// A key: bare where that is possible.
std::string toml_key(std::string_view key);

}  // namespace dockcheck::config
