// The escapes of a string that a JSON reader has accepted: how long each is, and what it makes.
#include "analyzer/json/strings.hpp"

#include <charconv>
#include <cstring>

#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::json {
namespace {

/// An escape: bytes it takes, and bytes of UTF-8 that it stands for.
struct Escape {
    std::uint32_t written;
    std::uint32_t meant;
};

std::uint32_t hexadecimal(std::string_view digits) {
    std::uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

Escape escape_at(std::string_view text) {
    if (text[1] != 'u') return {2, 1};
    auto const unit = hexadecimal(text.substr(2, 4));
    if (unit >= 0xD800 && unit < 0xDC00) return {12, 4};  // and the second of the pair
    if (unit < 0x80) return {6, 1};
    return {6, unit < 0x800 ? 2U : 3U};
}

/// A copy that a grammar may look behind, as it may behind a source.
std::string_view padded_copy(Arena& arena, std::string_view text) {
    char* const room = arena.allocate<char>(text.size() + Source::padding);
    std::memcpy(room, text.data(), text.size());
    std::memset(room + text.size(), 0, Source::padding);
    return {room, text.size()};
}

}  // namespace

Mapped map_string(Source const& source, Span span, std::string_view decoded, Arena& arena) {
    auto const raw = source.bytes().substr(span.begin + 1, span.size() - 2);
    auto const begin = span.begin + 1;
    auto escape = raw.find('\\');
    if (escape == std::string_view::npos) return Mapped(raw, begin);

    ArenaVector<Segment> segments(arena);
    std::uint32_t cooked = 0;
    std::uint32_t at = 0;
    while (escape != std::string_view::npos) {
        auto const plain = static_cast<std::uint32_t>(escape) - at;
        if (plain > 0) segments.push_back({cooked, begin + at, plain});
        auto const [written, meant] = escape_at(raw.substr(escape));
        segments.push_back({cooked + plain, begin + at + plain, written});
        cooked += plain + meant;
        at += plain + written;
        escape = raw.find('\\', at);
    }
    auto const rest = static_cast<std::uint32_t>(raw.size()) - at;
    if (rest > 0) segments.push_back({cooked, begin + at, rest});
    segments.push_back({cooked + rest, begin + at + rest, 0});
    return {padded_copy(arena, decoded), 0, Segments(segments.items(), arena)};
}

}  // namespace dockcheck::json
