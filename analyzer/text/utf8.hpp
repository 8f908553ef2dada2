// Decoding of UTF-8, one code point at a time, as Go's unicode/utf8 does it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dockcheck {

struct CodePoint {
    char32_t value;      ///< U+FFFD for a byte that begins no valid sequence
    std::uint32_t size;  ///< bytes it takes; 1 for an invalid byte
};

/// The code point at the start of a non-empty text.
CodePoint decode(std::string_view text);
/// Appends the code point in UTF-8.
void encode(char32_t code_point, std::string& out);
/// Unicode White_Space (set U of the grammar notes): tab LF VT FF CR space, U+0085, U+00A0 and so
/// on.
bool is_unicode_space(char32_t code_point);
/// Without Unicode white space at both ends; trim_unicode_space is quicker where there is little.
std::string_view trim_decoded_space(std::string_view text);
/// The same.
inline std::string_view trim_unicode_space(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    auto const is_edge = [](char c) { return c > ' ' && c < '\x7F'; };
    if (text.empty() || (is_edge(text.front()) && is_edge(text.back()))) return text;
    return trim_decoded_space(text);
}
/// True when every byte belongs to a valid sequence.
bool is_utf8(std::string_view text);
/// A copy with U+FFFD in place of each invalid byte.
std::string to_valid_utf8(std::string_view text);

}  // namespace dockcheck
