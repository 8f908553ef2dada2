// A set of characters of ASCII, for looking through short texts.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace dockcheck {

/// Made when the program is compiled; one look at a table for each byte of a text.
class ByteSet {
 public:
    consteval explicit ByteSet(std::string_view bytes) {
        for (char const c : bytes) holds_[static_cast<unsigned char>(c)] = true;
    }
    [[nodiscard]] constexpr bool holds(char c) const {
        return holds_[static_cast<unsigned char>(c)];
    }
    /// The first place at or behind `from` where one of them stands, or npos.
    [[nodiscard]] constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
        while (from < text.size() && !holds(text[from])) ++from;
        return from < text.size() ? from : std::string_view::npos;
    }
    /// The first place of any other byte, or npos.
    [[nodiscard]] constexpr std::size_t find_outside(std::string_view text,
                                                     std::size_t from = 0) const {
        while (from < text.size() && holds(text[from])) ++from;
        return from < text.size() ? from : std::string_view::npos;
    }
    [[nodiscard]] constexpr bool is_in(std::string_view text) const {
        return find_in(text) != std::string_view::npos;
    }

 private:
    std::array<bool, 256> holds_{};
};

}  // namespace dockcheck
