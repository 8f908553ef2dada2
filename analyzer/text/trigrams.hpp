// A small table of the threes of bytes in some texts, to tell what they do not hold.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace dockcheck {

/// A word whose threes are told when the program is compiled.
class TrigramWord;

/// Answers most questions about words that are nowhere, letters of ASCII compared without case,
/// without looking at the texts again.
class Trigrams {
 public:
    void add(std::string_view text) {
        std::size_t at = 0;
        if constexpr (std::endian::native == std::endian::little) {
            for (; at + 8 <= text.size(); at += 6) mark_six(text.data() + at);
        }
        for (; at + 4 <= text.size(); ++at) mark(four_bytes(text.data() + at));
        if (text.size() >= 3) mark(last_three(text));
    }
    /// The threes across a place of a text: where two pieces of it meet.
    void add_joint(std::string_view text, std::size_t place) {
        auto const begin = place < 2 ? 0 : place - 2;
        add(text.substr(begin, place + 2 - begin));
    }
    /// False for a word that certainly stands in none of the texts.
    [[nodiscard]] bool may_hold(std::string_view word) const {
        if (word.size() < 3) return true;
        for (std::size_t at = 0; at + 4 <= word.size(); ++at) {
            if (marks_[slot_of(four_bytes(word.data() + at))] == 0) return false;
        }
        return marks_[slot_of(last_three(word))] != 0;
    }
    [[nodiscard]] inline bool may_hold(TrigramWord const& word) const;

 private:
    friend class TrigramWord;
    static constexpr unsigned slot_bits = 13;

    static constexpr std::uint32_t byte_at(char const* text, unsigned at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])) << (8 * at);
    }
    /// The first one lowest, whatever the machine does.
    static std::uint32_t four_bytes(char const* text) {
        if constexpr (std::endian::native == std::endian::little) {
            std::uint32_t four = 0;
            std::memcpy(&four, text, sizeof four);
            return four;
        }
        return three_bytes(text) | byte_at(text, 3);
    }
    static constexpr std::uint32_t three_bytes(char const* text) {
        return byte_at(text, 0) | byte_at(text, 1) | byte_at(text, 2);
    }
    static std::uint32_t last_three(std::string_view text) {
        return three_bytes(text.data() + text.size() - 3);
    }
    /// Of the lowest three bytes, small and capital letters the same.
    static constexpr std::uint32_t slot_of(std::uint32_t four) {
        return (((four << 8U) | 0x20202020U) * 0x9E3779B1U) >> (32U - slot_bits);
    }
    void mark(std::uint32_t four) { marks_[slot_of(four)] = 1; }
    /// The six threes of eight bytes that are read once.
    void mark_six(char const* text) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text, sizeof eight);
        [&]<unsigned... at>(std::integer_sequence<unsigned, at...>) {
            (mark(static_cast<std::uint32_t>(eight >> (8 * at))), ...);
        }
        (std::make_integer_sequence<unsigned, 6>{});
    }

    std::array<std::uint8_t, std::size_t{1} << slot_bits> marks_{};
};

class TrigramWord {
 public:
    template <std::size_t size>
    requires(size > 3) consteval TrigramWord(
        char const (&text)[size])  // NOLINT(google-explicit-constructor): a word
        : text_(text, size - 1) {
        for (std::size_t at = 0; at + 4 <= size && count_ < slots_.size(); ++at) {
            slots_[count_++] =
                static_cast<std::uint16_t>(Trigrams::slot_of(Trigrams::three_bytes(text + at)));
        }
    }
    [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
    friend class Trigrams;

    std::string_view text_;
    std::array<std::uint16_t, 7> slots_{};  ///< of its first threes
    std::uint16_t count_ = 0;
};

bool Trigrams::may_hold(TrigramWord const& word) const {
    for (std::size_t i = 0; i < word.count_; ++i) {
        if (marks_[word.slots_[i]] == 0) return false;
    }
    return true;
}

}  // namespace dockcheck
