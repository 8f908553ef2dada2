// The name that a misspelt word most likely meant.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace dockcheck {

/// Levenshtein distance in bytes; letters of ASCII compared without case. At most `limit` + 1 is
/// returned.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to the word, at a distance of 1 to `limit`; empty when there is none.
/// BuildKit suggests within 2 (dockerfile-grammar.md, section 6).
std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates,
                         std::size_t limit = 2);

}  // namespace dockcheck
