// The keys that a dockcheck.toml may have.
#pragma once

#include <string_view>
#include <vector>

namespace dockcheck::config {

/// By tables, in the order in which they are told.
struct KnownKeys {
    std::vector<std::string_view> top;       ///< of the file alone
    std::vector<std::string_view> settings;  ///< of the file and of an override
    std::vector<std::string_view> override_alone;
    std::vector<std::string_view> build;
    std::vector<std::string_view> custom;
    std::vector<std::string_view> match;
    std::vector<std::string_view> image;
};
KnownKeys known_keys();

}  // namespace dockcheck::config
