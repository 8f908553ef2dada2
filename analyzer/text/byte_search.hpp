// Looking through many bytes at once, where that is most of what a file costs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dockcheck {

/// Eight bytes of a text as one number.
inline std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    return eight;
}

/// How many bytes at the start are printable ASCII, blanks included.
inline std::size_t printable_size(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        auto const eight = eight_bytes(text, at);
        // The high bit of a byte shows up when it is above '~', set already, or below ' '.
        if (((eight | (eight + ones) | (eight - ones * ' ')) & (ones * 0x80U)) != 0) break;
    }
    while (at < text.size() && text[at] >= ' ' && text[at] < '\x7F') ++at;
    return at;
}

/// True when no byte is above 0x7F.
inline bool is_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    std::size_t at = 0;
    for (; at + 4 * sizeof(std::uint64_t) <= text.size(); at += 4 * sizeof(std::uint64_t)) {
        seen |= (eight_bytes(text, at) | eight_bytes(text, at + 8))
                | (eight_bytes(text, at + 16) | eight_bytes(text, at + 24));
    }
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        seen |= eight_bytes(text, at);
    }
    for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
    return (seen & 0x8080808080808080U) == 0;
}

/// Finds a word in a text, letters of ASCII compared without case. Both outlive the search. Time
/// grows with the text, and with how often the rarest character of the word stands in it.
class SearchWithoutCase {
 public:
    static constexpr std::size_t nowhere = std::string_view::npos;

    SearchWithoutCase(std::string_view text, std::string_view word);
    /// The first place at or behind `from`, which never goes back; `nowhere` for none.
    std::size_t next(std::size_t from);

 private:
    [[nodiscard]] std::size_t find(char c, std::size_t from) const;

    std::string_view text_;
    std::string_view word_;
    std::size_t shift_ = 0;       ///< of the rarest character in the word
    char small_ = 0;              ///< that character
    char capital_ = 0;            ///< the same when it is no letter
    std::size_t next_small_ = 0;  ///< where it stands next
    std::size_t next_capital_ = 0;
};

/// True when a text holds a word.
bool holds_without_case(std::string_view text, std::string_view word);

}  // namespace dockcheck
