// The terminals of the shell grammar: each takes a whole run of text at once.
#pragma once

#include <boost/spirit/home/x3.hpp>

#include "analyzer/syntax/shell/grammar/characters.hpp"
#include "analyzer/text/byte_set.hpp"

namespace dockcheck::shell::grammar {

namespace x3 = boost::spirit::x3;

/// A terminal without attribute: `F` takes (State&, char const*& first, char const* last) and says
/// whether it matched; it moves `first` only then.
template <typename F>
struct Terminal : x3::parser<Terminal<F>> {
    using attribute_type = x3::unused_type;
    static constexpr bool has_attribute = false;

    constexpr explicit Terminal(F matcher) : match(matcher) {}

    template <typename Context, typename RContext, typename Attribute>
    bool parse(char const*& first, char const* const& last, Context const& context, RContext&,
               Attribute&) const {
        return match(x3::get<state_tag>(context), first, last);
    }
    F match;
};

template <typename F>
constexpr Terminal<F> terminal(F matcher) {
    return Terminal<F>(matcher);
}

/// Looks whether a text stands here; takes nothing.
template <Text text>
constexpr auto ahead = terminal([](State&, char const*& first, char const* last) {
    return at<text>(first, last);
});

/// Exactly this text; what follows stays.
template <Text text>
constexpr auto raw = terminal([](State& state, char const*& first, char const* last) {
    if (!at<text>(first, last)) return false;
    first += text.size;
    state.token_end = first;
    return true;
});

/// An operator and the blanks behind it.
template <Text text>
constexpr auto token = terminal([](State& state, char const*& first, char const* last) {
    if (!at<text>(first, last)) return false;
    state.token_end = first + text.size;
    first = skip_blanks(state.token_end, last);
    return true;
});

/// A reserved word and the blanks behind it.
template <Text text>
constexpr auto keyword = terminal([](State& state, char const*& first, char const* last) {
    if (!at<text>(first, last)) return false;
    auto const* const end = first + text.size;
    if (end != last && !is(*end, class_meta)) return false;
    state.token_end = end;
    first = skip_blanks(end, last);
    return true;
});

/// Tests the lead that `classify_lead` or `next_statement` found.
template <Lead wanted>
constexpr auto lead_is = terminal([](State& state, char const*&, char const*) {
    return state.lead == wanted && !state.failed;
});

constexpr auto classify_lead = terminal([](State& state, char const*& first, char const* last) {
    state.lead = classify(state, first, last);
    return state.lead < Lead::then_word;
});

constexpr auto blanks = terminal([](State&, char const*& first, char const* last) {
    first = skip_blanks(first, last);
    return true;
});

constexpr auto lines = terminal([](State& state, char const*& first, char const* last) {
    first = skip_lines(state, first, last);
    return true;
});

constexpr auto begin_list = terminal([](State& state, char const*& first, char const* last) {
    state.more = true;
    first = skip_lines(state, first, last);
    return true;
});

/// True where the list goes on with another statement.
constexpr auto next_statement = terminal([](State& state, char const*& first, char const* last) {
    return state.more && !state.failed && classify(state, first, last) < Lead::then_word;
});

/// What ends a statement. Always matches; without a terminator the list cannot go on.
constexpr auto terminator = terminal([](State& state, char const*& first, char const* last) {
    auto& detail = state.nodes[state.last_closed].detail;
    auto const end_with = [&](Terminator kind) {
        detail = static_cast<std::uint8_t>(kind);
        state.more = true;
    };
    state.more = false;
    if (first == last) return true;
    if (*first == '\n' || *first == '#') {
        end_with(Terminator::newline);
    } else if (*first == ';' && !at<";;">(first, last)
               && !(state.is_bash() && at<";&">(first, last))) {
        end_with(Terminator::semicolon);
        ++first;
    } else if (*first == '&' && !at<"&&">(first, last)) {
        end_with(Terminator::background);
        ++first;
    }
    if (state.more) first = skip_lines(state, first, last);
    return true;
});

template <std::uint8_t flag>
constexpr auto mark_open = terminal([](State& state, char const*&, char const*) {
    auto& detail = state.nodes[state.open].detail;
    detail = static_cast<std::uint8_t>(detail | flag);
    return true;
});

template <Kind kind, Text text>
constexpr auto operator_token = terminal([](State& state, char const*& first, char const* last) {
    if (!at<text>(first, last) || state.failed) return false;
    state.leaf(kind, first, first + text.size);
    first = skip_lines(state, first + text.size, last);
    return true;
});

/// `|` or `|&`, not `||`.
constexpr auto pipe = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '|' || at<"||">(first, last) || state.failed) return false;
    bool const both = state.is_bash() && at<"|&">(first, last);
    state.token_end = first + (both ? 2 : 1);
    first = skip_lines(state, state.token_end, last);
    return true;
});

/// A word that neither quotes nor expands: most words. Takes the blanks behind it.
constexpr auto plain_word = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = end_of_plain_word(state, first, last);
    if (end == nullptr) return false;
    state.leaf(Kind::word, first, end);
    first = skip_blanks(end, last);
    return true;
});

constexpr auto word_ahead = terminal([](State& state, char const*& first, char const* last) {
    return is_word_part(state, first, last) && *first != '#';
});
constexpr auto part_ahead = terminal([](State& state, char const*& first, char const* last) {
    return is_word_part(state, first, last);
});

constexpr auto literal = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = find_class(first, last, class_meta | class_special | class_glob);
    if (end == first) return false;
    state.leaf(Kind::literal, first, end);
    first = end;
    return true;
});

constexpr auto glob = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || !is(*first, class_glob)) return false;
    state.leaf(Kind::glob, first, first + 1);
    ++first;
    return true;
});

constexpr auto escape = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '\\') return false;
    auto const* const end = first + (last - first > 1 ? 2 : 1);
    state.leaf(Kind::escape, first, end);
    first = end;
    return true;
});

template <Kind kind, std::size_t opening>
constexpr auto quoted_until_quote = [](State& state, char const*& first, char const* last) {
    auto const* p = first + opening;
    while (p != last && *p != '\'')
        p += kind == Kind::ansi_quoted && *p == '\\' && last - p > 1 ? 2 : 1;
    if (p == last) {
        state.fail(first, "a closing '");
        return false;
    }
    state.leaf(kind, first, p + 1);
    first = p + 1;
    return true;
};

constexpr auto single_quoted = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '\'') return false;
    return quoted_until_quote<Kind::single_quoted, 1>(state, first, last);
});

constexpr auto ansi_quoted = terminal([](State& state, char const*& first, char const* last) {
    if (state.dialect == Dialect::posix || !at<"$'">(first, last)) return false;
    return quoted_until_quote<Kind::ansi_quoted, 2>(state, first, last);
});

/// Text inside double quotes, ${ } or (( )), up to what ends or interrupts it.
template <char... stops>
constexpr auto text_until = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    while (p != last && ((*p != stops) && ...)) ++p;
    if (p == first) return false;
    state.leaf(Kind::quoted_text, first, p);
    first = p;
    return true;
});

/// What is set by the shell itself and has a name of one character.
constexpr ByteSet special_parameters("@*#?-$!");

/// $NAME, $1, $? and their like.
constexpr auto simple_parameter = terminal([](State& state, char const*& first, char const* last) {
    if (last - first < 2 || *first != '$') return false;
    auto const* end = first + 1;
    if (is_name_start(*end)) {
        end = skip_name(end, last);
    } else if (is(*end, class_digit) || special_parameters.holds(*end)) {
        ++end;
    } else {
        return false;
    }
    state.leaf(Kind::parameter, first, end);
    first = end;
    return true;
});

constexpr auto lone_dollar = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || *first != '$' || state.failed) return false;
    state.leaf(Kind::literal, first, first + 1);
    ++first;
    return true;
});

/// Name, index and operator of ${ }. Matches anything: what it does not know is Operation::other.
constexpr auto parameter_head = terminal([](State& state, char const*& first, char const* last) {
    auto const* p = first;
    bool const prefixed = last - p > 1 && (*p == '#' || *p == '!') && p[1] != '}'
                          && (is(p[1], class_name) || p[1] == '@' || p[1] == '*');
    if (prefixed) ++p;
    auto const* end = skip_name(p, last);
    if (end == p && p != last && special_parameters.holds(*p)) ++end;
    auto const open = state.open;
    if (end != p) state.leaf(Kind::name, p, end);
    first = end;
    if (first != last && *first == '[') {
        auto const* const close = find_class(first, last, class_brace | class_special);
        auto const* const bracket = find(first, close, ']');
        if (bracket != close) {
            state.leaf(Kind::index, first, bracket + 1);
            first = bracket + 1;
        }
        state.nodes[open].detail = static_cast<std::uint8_t>(Operation::other);
    }
    state.token_end = first;
    if (first == last) return true;
    auto kind = Operation::other;
    auto const* after = first;
    if (*after == ':' && last - after > 1) ++after;
    switch (*after) {
        case '-':
            kind = Operation::fallback;
            break;
        case '=':
            kind = Operation::assign;
            break;
        case '?':
            kind = Operation::complain;
            break;
        case '+':
            kind = Operation::alternative;
            break;
        case '}':
            kind = after == first ? Operation::none : Operation::other;
            break;
        default:
            break;
    }
    if (kind != Operation::other && kind != Operation::none) first = after + 1;
    if (prefixed || end == p) kind = Operation::other;
    if (static_cast<Operation>(state.nodes[open].detail) != Operation::other) {
        state.nodes[open].detail = static_cast<std::uint8_t>(kind);
    }
    return true;
});

}  // namespace dockcheck::shell::grammar
