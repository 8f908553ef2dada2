// A table of what each byte may be, for the terminals of the grammars and the code around them.
#pragma once

#include <array>
#include <cstdint>

namespace dockcheck::dockerfile::grammar {

/// Classes of bytes; a byte may be in several.
enum : std::uint16_t {
    blank_class = 1,       ///< set W5: tab VT FF CR space (and LF, which no line holds)
    byte_blank_class = 2,  ///< set B: 09-0D 20 85 A0
    quote_class = 4,       ///< ' and "
    high_class = 8,        ///< 80-FF
    digit_class = 16,
    json_stop_class = 32,  ///< what ends a plain run in a JSON string: " \ and 00-1F
    separator_class = 64,  ///< , and "
    point_class = 128,     ///< .
    escape_class = 256,    ///< \ and `: which of them escapes is for the file to say
};

constexpr std::array<std::uint16_t, 256> make_classes() {
    std::array<std::uint16_t, 256> table{};
    auto const add = [&](unsigned first, unsigned last, unsigned bits) {
        for (unsigned c = first; c <= last; ++c)
            table[c] = static_cast<std::uint16_t>(table[c] | bits);
    };
    add(0x09, 0x0D, blank_class | byte_blank_class);
    add(' ', ' ', blank_class | byte_blank_class);
    add(0x85, 0x85, byte_blank_class);
    add(0xA0, 0xA0, byte_blank_class);
    add('\'', '\'', quote_class);
    add('"', '"', quote_class | json_stop_class | separator_class);
    add(0x80, 0xFF, high_class);
    add('0', '9', digit_class);
    add(0x00, 0x1F, json_stop_class);
    add('\\', '\\', json_stop_class);
    add(',', ',', separator_class);
    add('.', '.', point_class);
    add('\\', '\\', escape_class);
    add('`', '`', escape_class);
    return table;
}
inline constexpr auto classes = make_classes();

constexpr std::uint16_t class_of(char c) { return classes[static_cast<unsigned char>(c)]; }

}  // namespace dockcheck::dockerfile::grammar
