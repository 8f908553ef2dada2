// Whether a word is one of a few.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace dockcheck {

template <std::size_t size>
bool is_among(std::string_view word, std::string_view const (&words)[size]) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

}  // namespace dockcheck
