// Lists of words in one text, as the tables of programs hold them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

/// Such a list with a mark for each of its words, so that most others are told without a search.
class WordList {
 public:
    constexpr WordList() = default;
    constexpr WordList(std::string_view text)  // NOLINT(google-explicit-constructor): in tables
        : text_(text) {
        for (std::size_t at = 0; at < text.size();) {
            auto const end = text.find(' ', at);
            if (end == std::string_view::npos) break;
            if (end > at) add(text.substr(at, end - at));
            at = end + 1;
        }
    }
    constexpr WordList(char const* text)  // NOLINT(google-explicit-constructor): in tables
        : WordList(std::string_view(text)) {}

    [[nodiscard]] constexpr bool holds(std::string_view word) const {
        if (word.empty()) return false;
        auto const mark = mark_of(word);
        bool const may_hold = (marks_[mark / 64] >> (mark % 64) & 1U) != 0;
        return may_hold && list_holds(text_, word);
    }

 private:
    static constexpr std::size_t mark_of(std::string_view word) {
        auto const at = [&](std::size_t i) {
            return static_cast<std::size_t>(static_cast<unsigned char>(word[i]));
        };
        auto const size = word.size();
        return (at(size / 2) * 31 + at(size - 1) * 7 + at(size > 2 ? 2 : 0) + size) % 256;
    }
    constexpr void add(std::string_view word) {
        auto const mark = mark_of(word);
        marks_[mark / 64] |= std::uint64_t{1} << (mark % 64);
    }

    std::string_view text_;
    std::array<std::uint64_t, 4> marks_{};
};

}  // namespace dockcheck::model
