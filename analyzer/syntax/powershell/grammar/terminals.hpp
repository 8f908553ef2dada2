// The terminals of the grammar of PowerShell.
#pragma once

#include <algorithm>

#include "analyzer/syntax/powershell/grammar/characters.hpp"
#include "analyzer/syntax/powershell/grammar/directives.hpp"

namespace dockcheck::powershell::grammar {

/// Looks whether a text stands here; takes nothing.
constexpr auto ahead(std::string_view text) {
    return terminal(
        [text](State&, char const*& first, char const* last) { return at(first, last, text); });
}

/// Exactly this text; what follows stays.
constexpr auto raw(std::string_view text) {
    return terminal([text](State& state, char const*& first, char const* last) {
        if (!at(first, last, text)) return false;
        first += text.size();
        state.token_end = first;
        return true;
    });
}

/// A text and the blanks behind it.
constexpr auto token(std::string_view text) {
    return terminal([text](State& state, char const*& first, char const* last) {
        if (!at(first, last, text)) return false;
        state.token_end = first + text.size();
        first = skip_blanks(state, state.token_end, last);
        return true;
    });
}

/// A reserved word and the blanks and line ends behind it.
constexpr auto keyword(std::string_view text) {
    return terminal([text](State& state, char const*& first, char const* last) {
        if (!at_keyword(first, last, text)) return false;
        state.token_end = first + text.size();
        first = skip_lines(state, state.token_end, last);
        return true;
    });
}

/// A reserved word that goes on with a clause, maybe some lines below.
constexpr auto next_keyword(std::string_view text) {
    return terminal([text](State& state, char const*& first, char const* last) {
        auto const* const begin = skip_lines(state, first, last);
        if (!at_keyword(begin, last, text)) return false;
        state.token_end = begin + text.size();
        first = skip_lines(state, state.token_end, last);
        return true;
    });
}

constexpr auto blanks = terminal([](State& state, char const*& first, char const* last) {
    first = skip_blanks(state, first, last);
    return true;
});

constexpr auto lines = terminal([](State& state, char const*& first, char const* last) {
    first = skip_lines(state, first, last);
    return true;
});

constexpr auto separators = terminal([](State& state, char const*& first, char const* last) {
    first = skip_separators(state, first, last);
    return true;
});

/// A leaf that ends where a function says, if it says so.
template <Kind kind, typename Find>
constexpr auto leaf(Find find) {
    return terminal([find](State& state, char const*& first, char const* last) {
        auto const* const end = first == last ? nullptr : find(first, last);
        if (end == nullptr || end == first) return false;
        state.leaf(kind, first, end);
        first = end;
        return true;
    });
}

/// Exactly this text, as a leaf.
template <Kind kind>
constexpr auto leaf_of(std::string_view text) {
    return leaf<kind>([text](char const* first, char const* last) -> char const* {
        return at(first, last, text) ? first + text.size() : nullptr;
    });
}

constexpr auto expression_ahead = terminal(
    [](State&, char const*& first, char const* last) { return at_expression(first, last); });

// Strings

constexpr auto single_quoted = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '\'') return false;
    auto const* end = first + 1;
    while (end != last && (*end != '\'' || (last - end > 1 && end[1] == '\''))) {
        end += *end == '\'' ? 2 : 1;
    }
    if (end == last) {
        state.fail(first, "a closing '");
        return false;
    }
    state.leaf(Kind::single_quoted, first, end + 1);
    first = end + 1;
    return true;
});

/// The head of a here-string: nothing else may stand in its line.
template <char quote>
constexpr auto here_string_head = terminal([](State& state, char const*& first, char const* last) {
    if (last - first < 2 || *first != '@' || first[1] != quote) return false;
    auto const* const end = std::find_if_not(first + 2, last, is_blank);
    if (end == last || !is_line_end(*end)) {
        state.fail(end, "a line end behind the head of a here-string");
        return false;
    }
    state.token_end = end;
    first = end;
    return true;
});

/// A line end and the quote that closes a here-string.
template <char quote>
constexpr auto here_string_end = terminal([](State& state, char const*& first, char const* last) {
    if (last - first < 3 || *first != '\n' || first[1] != quote || first[2] != '@') return false;
    first += 3;
    state.token_end = first;
    return true;
});

constexpr auto literal_lines = terminal([](State&, char const*& first, char const* last) {
    constexpr std::string_view close = "\n'@";
    auto const* const begin = first;
    first = std::search(first, last, close.begin(), close.end());
    return first != begin;
});

/// Text of a string that expands: an escape, two quotes for one, or what is only itself.
template <bool is_here_string>
constexpr auto string_text = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    while (p != last && *p != '$') {
        if (*p == '`') {
            p += last - p > 1 ? 2 : 1;
        } else if (is_here_string) {
            if (*p == '\n' && at(p, last, "\n\"@")) break;
            ++p;
        } else if (*p == '"') {
            if (last - p < 2 || p[1] != '"') break;
            p += 2;
        } else {
            ++p;
        }
    }
    if (p == first) return false;
    first = p;
    state.token_end = p;
    return true;
});

constexpr auto lone_dollar = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '$') return false;
    state.token_end = ++first;
    return true;
});

// Words

/// Text of a bare word, up to what ends it or what is a part of its own.
constexpr auto word_text = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    while (p != last && !is_break(*p) && *p != '$' && *p != '\'' && *p != '"') {
        p += *p == '`' && last - p > 1 ? 2 : 1;
    }
    if (p == first) return false;
    first = p;
    state.token_end = p;
    return true;
});

/// False where no word of a command can begin.
constexpr auto word_ahead = terminal([](State&, char const*& first, char const* last) {
    return first != last && !is_break(*first) && *first != '<' && *first != '>' && *first != '#';
});

/// What may name a command.
constexpr auto command_ahead = terminal([](State&, char const*& first, char const* last) {
    return first != last && !is_break(*first)
           && std::string_view("<>#=]@").find(*first) == std::string_view::npos;
});

/// A variable that is all of an argument: `$x\y` is a word.
constexpr auto argument_variable = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || (*first != '$' && *first != '@')) return false;
    auto const* const end = variable_end(first, last);
    if (end == nullptr) return false;
    bool const is_alone = end == last || is_break(*end) || *end == '=' || *end == '.' || *end == '['
                          || at(end, last, "::");
    if (!is_alone) return false;
    state.leaf(*first == '@' ? Kind::splat : Kind::variable, first, end);
    first = end;
    return true;
});

/// `-Name` or `-Name:`; with a quote in it is a word.
constexpr auto parameter =
    leaf<Kind::parameter>([](char const* p, char const* last) -> char const* {
        if (*p != '-' || last - p < 2 || (!is_letter(p[1]) && p[1] != '?')) return nullptr;
        for (++p; p != last && !is_break(*p) && *p != '.' && *p != '['; ++p) {
            if (*p == '\'' || *p == '"') return nullptr;
            if (*p == ':') return p + 1;
        }
        return p;
    });

/// `--%`: what stands behind it in the line goes to the program as it is.
constexpr auto verbatim = leaf<Kind::word>([](char const* p, char const* last) -> char const* {
    if (!at_keyword(p, last, "--%")) return nullptr;
    return std::find_if(p, last, [](char c) { return is_line_end(c) || c == '|'; });
});

/// `>`, `2>>`, `*>`: the target follows. `2>&1` has none.
constexpr auto redirect_operator = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    if (p != last && (*p == '*' || (*p >= '1' && *p <= '6'))) ++p;
    if (p == last || *p != '>') return false;
    ++p;
    if (p != last && *p == '>') ++p;
    state.token_end = p;
    first = skip_blanks(state, p, last);
    return true;
});

constexpr auto merge_operator =
    leaf<Kind::redirection>([](char const* p, char const* last) -> char const* {
        if (*p == '*' || (*p >= '1' && *p <= '6')) ++p;
        if (!at(p, last, ">&") || last - p < 3 || !is_digit(p[2])) return nullptr;
        return p + 3;
    });

}  // namespace dockcheck::powershell::grammar
