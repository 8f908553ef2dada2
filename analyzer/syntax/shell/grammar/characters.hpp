// Classes of bytes, and the scans over them that the terminals are made of.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/syntax/shell/grammar/state.hpp"

namespace dockcheck::shell::grammar {

enum CharacterClass : std::uint8_t {
    class_blank = 1,
    class_meta = 2,     ///< ends a word
    class_special = 4,  ///< quotes, escapes or expands
    class_glob = 8,
    class_name = 16,  ///< letters, digits, _
    class_digit = 32,
    class_brace = 64,  ///< ends literal text in ${ }
    class_equals = 128,
};

constexpr std::array<std::uint8_t, 256> make_character_table() {
    std::array<std::uint8_t, 256> table{};
    auto const add = [&](std::string_view characters, std::uint8_t bits) {
        for (char const c : characters) {
            auto& entry = table[static_cast<unsigned char>(c)];
            entry = static_cast<std::uint8_t>(entry | bits);
        }
    };
    add(" \t", class_blank);
    add(" \t\n;&|()<>", class_meta);
    add("'\"\\$`", class_special);
    add("*?[", class_glob);
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", class_name);
    add("0123456789", class_digit);
    add("}", class_brace);
    add("=", class_equals);
    return table;
}
inline constexpr auto character_table = make_character_table();

inline bool is(char c, unsigned bits) {
    return (character_table[static_cast<unsigned char>(c)] & bits) != 0;
}
inline bool is_name_start(char c) { return is(c, class_name) && !is(c, class_digit); }

/// The first byte of one of the classes.
inline char const* find_class(char const* p, char const* last, unsigned bits) {
    while (p != last && !is(*p, bits)) ++p;
    return p;
}
inline char const* find(char const* p, char const* last, char c) {
    auto const* const found =
        static_cast<char const*>(std::memchr(p, c, static_cast<std::size_t>(last - p)));
    return found == nullptr ? last : found;
}
/// A text that is told when the program is compiled, so that a look for it is a few comparisons.
template <std::size_t room>
struct Text {
    consteval Text(char const (&literal)[room]) {  // NOLINT(google-explicit-constructor): a text
        std::copy_n(literal, room, bytes);
    }
    static constexpr std::size_t size = room - 1;
    char bytes[room];
};
template <Text text>
inline bool at(char const* p, char const* last) {
    if (static_cast<std::size_t>(last - p) < text.size) return false;
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
        return ((p[i] == text.bytes[i]) && ...);
    }
    (std::make_index_sequence<text.size>());
}
inline bool is_continuation(char const* p, char const* last) { return at<"\\\n">(p, last); }
inline char const* skip_name(char const* p, char const* last) {
    while (p != last && is(*p, class_name)) ++p;
    return p;
}

/// Blanks and joined lines.
inline char const* skip_blanks(char const* p, char const* last) {
    while (p != last) {
        if (is(*p, class_blank)) {
            ++p;
        } else if (is_continuation(p, last)) {
            p += 2;
        } else {
            break;
        }
    }
    return p;
}

/// Behind the closing quote of a text whose opening one is at `p`, or `last` + 0 with `closed`
/// false.
inline char const* skip_quoted(char const* p, char const* last, bool& closed) {
    char const quote = *p++;
    closed = true;
    if (quote == '\'') {
        p = find(p, last, '\'');
    } else {
        while (p != last && *p != quote) p += *p == '\\' && last - p > 1 ? 2 : 1;
    }
    if (p != last) return p + 1;
    closed = false;
    return last;
}

/// True when the parenthesis pair opened just before `p` by `((` closes with `))`.
inline bool closes_as_arithmetic(State& state, char const* p, char const* last) {
    auto const* const begin = p;
    auto const* const limit = p + std::min(state.scan_budget, static_cast<std::size_t>(last - p));
    bool result = false;
    int depth = 0;
    while (p != limit) {
        bool closed = true;
        if (*p == '\'' || *p == '"' || *p == '`') {
            p = skip_quoted(p, limit, closed);
            continue;
        }
        if (*p == ')' && depth-- == 0) {
            result = last - p > 1 && p[1] == ')';
            break;
        }
        if (*p == '(') ++depth;
        p += *p == '\\' && limit - p > 1 ? 2 : 1;
    }
    state.scan_budget -= std::min(state.scan_budget, static_cast<std::size_t>(p - begin));
    return result;
}

/// True where a word may begin or go on: not at the end, nor at what ends a word.
inline bool is_word_part(State const& state, char const* p, char const* last) {
    if (p == last) return false;
    if (!is(*p, class_meta)) return true;
    bool const angle = *p == '<' || *p == '>';
    return angle && state.is_bash() && last - p > 1 && p[1] == '(';
}

/// Behind a word at `p` that neither quotes nor expands; nullptr for another one, or one that one
/// of the bytes `more` stands in.
inline char const* end_of_plain_word(State const& state, char const* p, char const* last,
                                     unsigned more = 0) {
    auto const* const end = find_class(p, last, class_meta | class_special | class_glob | more);
    if (end == p) return nullptr;
    if (end == last) return end;
    return is(*end, class_meta) && !is_word_part(state, end, last) ? end : nullptr;
}

/// Reads the bodies of the pending heredocs; `p` is the start of a line.
char const* read_heredocs(State& state, char const* p, char const* last);

/// Blanks, comments, line ends with the heredocs behind them.
char const* skip_lines(State& state, char const* p, char const* last);

/// What the command at `p` begins with.
Lead classify_here(State& state, char const* p, char const* last);

/// The same, remembered: the rules ask at the same place up to three times.
inline Lead classify(State& state, char const* p, char const* last) {
    if (state.classified_at != p) {
        state.classified = classify_here(state, p, last);
        state.classified_at = p;
    }
    return state.classified;
}

/// The reserved word of exactly this text; Lead::simple when there is none.
Lead reserved_word(std::string_view word, Dialect dialect);

/// What stands before the target of a redirection: `2>>`.
struct RedirectionHead {
    std::uint32_t size = 0;  ///< 0: none here
    Redirect kind = Redirect::input;
};
RedirectionHead redirection_head(State const& state, char const* p, char const* last);

/// Behind NAME=, NAME+= or NAME[...]=; nullptr when there is no assignment.
struct AssignmentHead {
    char const* end = nullptr;
    char const* name_end = nullptr;
    bool append = false;
};
AssignmentHead assignment_head(State& state, char const* p, char const* last);

}  // namespace dockcheck::shell::grammar
