// Visible text by escapes; widths by libunistring.
#include "analyzer/report/visible.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <uniwidth.h>

#include "analyzer/text/byte_search.hpp"
#include "analyzer/text/utf8.hpp"

namespace dockcheck {
namespace {

/// Characters that change how the text around them is ordered (Unicode, Bidi_Control), and the line
/// ends that some terminals know.
bool reorders_or_breaks(char32_t c) {
    return c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)
           || (c >= 0x2066 && c <= 0x2069);
}

std::string escape_of(char32_t c) {
    switch (c) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            break;
    }
    auto const value = static_cast<std::uint32_t>(c);
    if (c < 0x100) return fmt::format("\\x{:02x}", value);
    return fmt::format("\\u{:04x}", value);
}

}  // namespace

std::uint32_t append_visible(char32_t c, std::string& out) {
    auto const is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    if (is_control || reorders_or_breaks(c)) {
        auto const escape = escape_of(c);
        out += escape;
        return static_cast<std::uint32_t>(escape.size());
    }
    encode(c, out);
    if (c < 0x7F) return 1;
    // Negative for what has no glyph at all; terminals show nothing then.
    auto const width = uc_width(static_cast<ucs4_t>(c), "UTF-8");
    return width > 0 ? static_cast<std::uint32_t>(width) : 0;
}

void append_visible(std::string_view text, std::string& out) {
    while (!text.empty()) {
        auto const size = printable_size(text);
        out += text.substr(0, size);
        text.remove_prefix(size);
        if (text.empty()) return;
        auto const next = decode(text);
        append_visible(next.value, out);
        text.remove_prefix(next.size);
    }
}

std::string visible(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    append_visible(text, result);
    return result;
}

std::uint32_t display_width(std::string_view text) {
    std::string unused;
    std::uint32_t width = 0;
    while (!text.empty()) {
        auto const next = decode(text);
        unused.clear();
        width += append_visible(next.value, unused);
        text.remove_prefix(next.size);
    }
    return width;
}

std::vector<std::string> wrapped(std::string_view text, std::uint32_t width) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string> lines;
    std::uint32_t used = 0;
    for (auto at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
        auto const end = std::min(text.find_first_of(blanks, at), text.size());
        auto const word = visible(text.substr(at, end - at));
        auto const columns = display_width(word);
        if (lines.empty() || used + 1 + columns > width) {
            lines.push_back(word);
            used = columns;
        } else {
            lines.back() += ' ';
            lines.back() += word;
            used += 1 + columns;
        }
        at = text.find_first_not_of(blanks, end);
    }
    return lines;
}

}  // namespace dockcheck
