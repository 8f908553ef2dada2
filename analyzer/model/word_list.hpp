// Lists of words in one text, as the tables of programs hold them.
#pragma once

#include <string_view>

namespace dockcheck::model {

/// True when a list of words, each with a blank on either side, holds a word.
constexpr bool list_holds(std::string_view list, std::string_view word) {
    if (word.empty()) return false;
    for (auto at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
        auto const end = at + word.size();
        if (at > 0 && end < list.size() && list[at - 1] == ' ' && list[end] == ' ') return true;
    }
    return false;
}

}  // namespace dockcheck::model
