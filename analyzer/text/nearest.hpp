// The name that a misspelt word most likely meant.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace dockcheck {

/// Edit distance in bytes; two neighbours that changed places are one edit, and letters of ASCII
/// are compared without case. At most `limit` + 1 is returned.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to the word, at a distance of 1 to `limit`; empty when there is none.
std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates,
                         std::size_t limit = 2);

}  // namespace dockcheck
