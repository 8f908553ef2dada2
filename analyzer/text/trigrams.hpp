// A small table of the threes of bytes in some texts, to tell what they do not hold.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dockcheck {

/// Answers most questions about words that are nowhere, letters of ASCII compared without case,
/// without looking at the texts again.
class Trigrams {
 public:
    void add(std::string_view text) {
        std::size_t at = 0;
        if constexpr (std::endian::native == std::endian::little) {
            // Eight bytes hold six threes: read once, made small once.
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

 private:
    static constexpr unsigned slot_bits = 13;

    static std::uint32_t four_bytes(char const* text) {
        std::uint32_t four = 0;
        std::memcpy(&four, text, sizeof four);
        return four;
    }
    /// The last three bytes as the first ones of four.
    static std::uint32_t last_three(std::string_view text) {
        std::array<char, 4> four{};
        std::memcpy(four.data(), text.data() + text.size() - 3, 3);
        return four_bytes(four.data());
    }
    /// Of three bytes, small and capital letters the same.
    static std::uint32_t slot_of(std::uint32_t four) {
        if constexpr (std::endian::native == std::endian::little) {
            four <<= 8U;
        } else {
            four &= 0xFFFFFF00U;
        }
        return slot_of_small(four | 0x20202020U);
    }
    /// Of bytes that are made small already.
    static std::uint32_t slot_of_small(std::uint32_t four) {
        return (four * 0x9E3779B1U) >> (32U - slot_bits);
    }
    void mark(std::uint32_t four) { marks_[slot_of(four)] = 1; }
    void mark_six(char const* text) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text, sizeof eight);
        eight |= 0x2020202020202020U;
        for (unsigned at = 0; at < 6; ++at) {
            auto const three = static_cast<std::uint32_t>(eight >> (8 * at)) << 8U;
            marks_[slot_of_small(three | 0x20U)] = 1;
        }
    }

    std::array<std::uint8_t, std::size_t{1} << slot_bits> marks_{};
};

}  // namespace dockcheck
