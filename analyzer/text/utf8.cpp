// UTF-8 decoding after the table of the Unicode standard (section 3.9, D92).
#include "analyzer/text/utf8.hpp"

#include "analyzer/text/byte_search.hpp"

namespace dockcheck {
namespace {

constexpr char32_t replacement = 0xFFFD;

constexpr std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

constexpr bool is_continuation(std::uint8_t byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

CodePoint decode(std::string_view text) {
    auto const lead = byte_at(text, 0);
    if (lead < 0x80) return {lead, 1};
    constexpr CodePoint invalid{replacement, 1};
    std::uint32_t const size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return invalid;

    char32_t value = lead & (0x7F >> size);
    for (std::uint32_t i = 1; i < size; ++i) {
        if (!is_continuation(byte_at(text, i))) return invalid;
        value = (value << 6) | (byte_at(text, i) & 0x3F);
    }
    bool const too_long = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (too_long || surrogate || value > 0x10FFFF) return invalid;
    return {value, size};
}

void encode(char32_t code_point, std::string& out) {
    auto const put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

bool is_unicode_space(char32_t c) {
    if (c <= 0x20) return (c >= 0x09 && c <= 0x0D) || c == 0x20;
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
           || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::string_view trim_decoded_space(std::string_view text) {
    while (!text.empty()) {
        auto const first = decode(text);
        if (!is_unicode_space(first.value)) break;
        text.remove_prefix(first.size);
    }
    while (!text.empty()) {
        // The last code point: step back over at most three continuation bytes.
        std::size_t begin = text.size() - 1;
        while (begin > 0 && text.size() - begin < 4 && is_continuation(byte_at(text, begin)))
            --begin;
        auto const last = decode(text.substr(begin));
        if (begin + last.size != text.size() || !is_unicode_space(last.value)) break;
        text.remove_suffix(last.size);
    }
    return text;
}

bool is_utf8(std::string_view text) {
    if (is_ascii(text)) return true;
    while (!text.empty()) {
        auto const next = decode(text);
        if (next.value == replacement && next.size == 1) return false;
        text.remove_prefix(next.size);
    }
    return true;
}

std::string to_valid_utf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        auto const next = decode(text);
        encode(next.value, result);
        text.remove_prefix(next.size);
    }
    return result;
}

}  // namespace dockcheck
