// Lists of words in one text, as the tables of programs hold them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dockcheck::model {

/// Calls with each word of a list in which every word has a blank on either side.
template <typename Function>
constexpr void each_word(std::string_view list, Function function) {
    for (std::size_t at = 0; at < list.size();) {
        auto const end = list.find(' ', at);
        if (end == std::string_view::npos) return;
        if (end > at) function(list.substr(at, end - at));
        at = end + 1;
    }
}

/// Defined nowhere: a list that gets here does not compile.
void a_word_at_an_end_has_no_blank();

/// A word at an end without a blank would never be found.
consteval void require_blanks(std::string_view list) {
    if (!list.empty() && (list.front() != ' ' || list.back() != ' '))
        a_word_at_an_end_has_no_blank();
}

/// A mark for each of some words: most others are told at a glance.
class WordMarks {
 public:
    constexpr void add(std::string_view word) {
        auto const mark = mark_of(word);
        marks_[mark / 64] |= std::uint64_t{1} << (mark % 64);
    }
    /// False for a word that certainly is none of them.
    [[nodiscard]] constexpr bool may_hold(std::string_view word) const {
        if (word.empty()) return false;
        auto const mark = mark_of(word);
        return (marks_[mark / 64] >> (mark % 64) & 1U) != 0;
    }

 private:
    static constexpr std::size_t mark_of(std::string_view word) {
        auto const at = [&](std::size_t i) {
            return static_cast<std::size_t>(static_cast<unsigned char>(word[i]));
        };
        auto const size = word.size();
        return (at(size / 2) * 31 + at(size - 1) * 7 + at(size > 2 ? 2 : 0) + size) % 256;
    }

    std::array<std::uint64_t, 4> marks_{};
};

/// A list of words in a text, each with a blank on either side: made when the program is compiled,
/// with their marks.
class WordList {
 public:
    constexpr WordList() = default;
    template <std::size_t size>
    consteval WordList(char const (&text)[size])  // NOLINT(google-explicit-constructor): in tables
        : text_(text, size - 1) {
        require_blanks({text, size - 1});
        add_to(marks_);
    }

    constexpr void add_to(WordMarks& marks) const {
        each_word(text_, [&](std::string_view word) { marks.add(word); });
    }
    [[nodiscard]] constexpr bool holds(std::string_view word) const {
        return marks_.may_hold(word) && finds(word);
    }
    [[nodiscard]] constexpr bool empty() const { return text_.empty(); }
    template <typename Function>
    constexpr void each(Function function) const {
        each_word(text_, function);
    }

 private:
    [[nodiscard]] constexpr bool finds(std::string_view word) const {
        auto const& list = text_;
        // Options begin alike: what is behind their dashes is in fewer places.
        auto const front = std::min(word.find_first_not_of('-'), word.size() - 1);
        auto const rest = word.substr(front);
        for (auto at = list.find(rest, front); at != list.npos; at = list.find(rest, at + 1)) {
            auto const begin = at - front;
            auto const end = at + rest.size();
            bool const is_alone =
                begin > 0 && end < list.size() && list[begin - 1] == ' ' && list[end] == ' ';
            if (is_alone && list.substr(begin, front) == word.substr(0, front)) return true;
        }
        return false;
    }

    std::string_view text_;
    WordMarks marks_;
};

/// True when a list holds a word.
constexpr bool list_holds(WordList const& list, std::string_view word) { return list.holds(word); }

/// The same for a list that is long or often asked: a word is compared with one or two of it.
class WordTable {
 public:
    template <std::size_t size>
    consteval WordTable(char const (&text)[size])  // NOLINT(google-explicit-constructor): a list
        : text_(text) {
        require_blanks({text, size - 1});
        each_word({text, size - 1}, [&](std::string_view word) {
            auto slot = slot_of(word);
            while (slots_[slot].size != 0) slot = (slot + 1) % slot_count;
            slots_[slot] = {static_cast<std::uint16_t>(word.data() - text),
                            static_cast<std::uint16_t>(word.size())};
        });
    }
    [[nodiscard]] constexpr bool holds(std::string_view word) const {
        if (word.empty()) return false;
        for (auto slot = slot_of(word); slots_[slot].size != 0; slot = (slot + 1) % slot_count) {
            auto const& known = slots_[slot];
            if (std::string_view(text_ + known.begin, known.size) == word) return true;
        }
        return false;
    }

 private:
    static constexpr std::size_t slot_count = 256;

    struct Slot {
        std::uint16_t begin = 0;
        std::uint16_t size = 0;
    };
    static constexpr std::size_t slot_of(std::string_view word) {
        std::size_t const first = static_cast<unsigned char>(word.front());
        std::size_t const middle = static_cast<unsigned char>(word[word.size() / 2]);
        std::size_t const last = static_cast<unsigned char>(word.back());
        return (first * 7 + middle * 31 + last * 3 + word.size() * 59) % slot_count;
    }

    char const* text_;
    std::array<Slot, slot_count> slots_{};
};

}  // namespace dockcheck::model
