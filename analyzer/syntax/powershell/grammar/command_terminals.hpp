// The terminals that expressions, commands and clauses are made of: operators and what ends them.
#pragma once

#include "analyzer/syntax/powershell/grammar/terminals.hpp"

namespace dockcheck::powershell::grammar {

constexpr auto key_word = leaf<Kind::hash_key>([](char const* first, char const* last) {
    return std::find_if(first, last, [](char c) { return is_break(c) || c == '='; });
});

constexpr auto member_text = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = std::find_if_not(first, last, is_name);
    if (end == first) return false;
    first = end;
    state.token_end = end;
    return true;
});

/// `.`, `?.` or `::` in front of a member. A line may begin or end with it; `..` is a range.
constexpr auto member_operator = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    if (p != last && is_line_end(*p)) {
        p = skip_lines(state, p, last);
        if (last - p < 2 || *p != '.' || !is_letter(p[1])) return false;
    }
    if (at(p, last, "?.")) ++p;
    if (at(p, last, "::")) {
        p += 2;
    } else if (last - p > 1 && *p == '.'
               && (is_name(p[1])
                   || std::string_view("$'\"(").find(p[1]) != std::string_view::npos)) {
        ++p;
    } else if (last - p > 1 && *p == '.' && is_line_end(p[1])) {
        p = skip_lines(state, p + 1, last);
        if (p == last || !is_letter(*p)) return false;
    } else {
        return false;
    }
    first = p;
    state.token_end = p;
    return true;
});

/// `[type]` in front of an operand; behind nothing else it is an operand of its own.
constexpr auto cast = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '[') return false;
    auto const* const end = type_end(first, last);
    if (end == nullptr) return false;
    auto const* const next = skip_blanks(state, end, last);
    bool const is_signed = last - next > 1 && (*next == '-' || *next == '+')
                           && (is_digit(next[1]) || next[1] == '$' || next[1] == '(');
    if (!at_operand(next, last) && !is_signed) return false;
    state.leaf(Kind::cast, first, end);
    first = next;
    return true;
});

constexpr auto unary_operator = terminal([](State& state, char const*& first, char const* last) {
    if (first == last) return false;
    auto const* end = named_operator_end(first, last, true);
    if (end == nullptr) {
        bool const is_sign = *first == '+' || *first == '-';
        if (!is_sign && *first != '!' && *first != ',') return false;
        end = first + (is_sign && last - first > 1 && first[1] == *first ? 2 : 1);
    }
    state.leaf(Kind::operator_word, first, end);
    first = skip_lines(state, end, last);
    return true;
});

inline char const* binary_operator_end(char const* first, char const* last) {
    auto const* const named = named_operator_end(first, last, false);
    if (named != nullptr) return named;
    auto const next = last - first > 1 ? first[1] : '\0';
    switch (*first) {
        case ',':
            return first + 1;
        case '.':
            return next == '.' ? first + 2 : nullptr;
        case '?':
            if (next == '?') return last - first > 2 && first[2] == '=' ? nullptr : first + 2;
            return next == '.' || next == '[' ? nullptr : first + 1;
        case ':':
            return next == ':' ? nullptr : first + 1;
        case '+':
        case '-':
            return next == '=' || next == *first || is_letter(next) ? nullptr : first + 1;
        case '*':
        case '/':
        case '%':
            return next == '=' || next == '>' ? nullptr : first + 1;
        default:
            return nullptr;
    }
}

constexpr auto invocation_mark = terminal([](State& state, char const*& first, char const* last) {
    if (last - first < 2 || first[1] == *first) return false;
    bool const is_dot =
        *first == '.'
        && (is_break(first[1]) || first[1] == '$' || first[1] == '"' || first[1] == '\'');
    if (*first != '&' && !is_dot) return false;
    state.leaf(Kind::invocation, first, first + 1);
    first = skip_blanks(state, first + 1, last);
    return true;
});

constexpr auto assignment_operator =
    leaf<Kind::assignment>([](char const* first, char const* last) -> char const* {
        if (at(first, last, "==")) return nullptr;
        if (*first == '=') return first + 1;
        if (at(first, last, "\?\?=")) return first + 3;
        bool const is_compound =
            last - first > 1 && first[1] == '='
            && std::string_view("+-*/%").find(*first) != std::string_view::npos;
        return is_compound ? first + 2 : nullptr;
    });

constexpr auto pipe = terminal([](State& state, char const*& first, char const* last) {
    auto const* const begin =
        first != last && is_line_end(*first) ? skip_lines(state, first, last) : first;
    if (begin == last || *begin != '|' || at(begin, last, "||")) return false;
    state.token_end = begin + 1;
    first = skip_lines(state, begin + 1, last);
    return true;
});

constexpr auto for_separator = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || (*first != ';' && !is_line_end(*first))) return false;
    state.token_end = ++first;
    return true;
});

/// The value of a flow must begin in its line.
constexpr auto flow_word = terminal([](State& state, char const*& first, char const* last) {
    for (std::string_view const text : {"return", "throw", "exit", "break", "continue"}) {
        if (!at_keyword(first, last, text)) continue;
        state.token_end = first + text.size();
        first = skip_blanks(state, state.token_end, last);
        return true;
    }
    return false;
});

/// What begins a construct that this grammar does not read.
constexpr auto unknown_construct = terminal([](State& state, char const*& first, char const* last) {
    for (std::string_view const text : {"class", "enum", "workflow", "configuration"}) {
        if (at_keyword(first, last, text)) state.fail(first, "no such construct");
    }
    return false;
});

/// Clauses begin with a letter or, `param` with an attribute, with a bracket.
constexpr auto clause_ahead = terminal([](State&, char const*& first, char const* last) {
    return first != last && is_letter(*first);
});

constexpr auto statement_ahead = terminal([](State&, char const*& first, char const* last) {
    return first != last && *first != '}' && *first != ')';
});

/// What ends a statement; behind a block nothing needs to.
constexpr auto terminator = terminal([](State& state, char const*& first, char const* last) {
    first = skip_blanks(state, first, last);
    if (first == last || is_line_end(*first) || *first == '}' || *first == ')') return true;
    if (*first == ';' || (*first == '&' && !at(first, last, "&&"))) {
        ++first;
        return true;
    }
    auto const kind = state.nodes[state.last_closed + 1].kind;
    if (kind >= Kind::if_clause && kind <= Kind::named_block) return true;
    state.fail(first, "; or a line end");
    return false;
});

}  // namespace dockcheck::powershell::grammar
