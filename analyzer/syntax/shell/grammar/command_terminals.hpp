// The terminals that commands are made of: redirections, heredoc words, assignments, loop heads.
#pragma once

#include "analyzer/syntax/shell/grammar/terminals.hpp"

namespace dockcheck::shell::grammar {

/// `2>`, `<<-`: the kind goes to the open redirection node.
constexpr auto redirect_operator = terminal([](State& state, char const*& first, char const* last) {
    if (first == last) return false;
    auto const head = redirection_head(state, first, last);
    if (head.size == 0) return false;
    state.nodes[state.open].detail = static_cast<std::uint8_t>(head.kind);
    first = skip_blanks(first + head.size, last);
    return true;
});

constexpr auto redirection_ahead = terminal([](State& state, char const*& first, char const* last) {
    if (first == last) return false;
    if (!is(*first, class_digit) && *first != '<' && *first != '>' && *first != '&'
        && *first != '{') {
        return false;
    }
    return redirection_head(state, first, last).size > 0;
});

/// The end word of `<<`. Quotes are removed from it; nothing in it expands.
constexpr auto heredoc_word = terminal([](State& state, char const*& first, char const* last) {
    auto const kind = static_cast<Redirect>(state.nodes[state.open].detail);
    if (kind != Redirect::heredoc && kind != Redirect::heredoc_tabbed) return false;
    auto const* p = first;
    bool quoted = false;
    while (p != last && !is(*p, class_meta)) {
        bool closed = true;
        if (*p == '\'' || *p == '"') {
            quoted = true;
            p = skip_quoted(p, last, closed);
            if (!closed) state.fail(first, "a closing quote");
        } else {
            quoted = quoted || *p == '\\';
            p += *p == '\\' && last - p > 1 ? 2 : 1;
        }
    }
    if (p == first || state.failed) return false;
    std::string_view delimiter(first, static_cast<std::size_t>(p - first));
    if (quoted) {
        char* const room = state.arena.allocate<char>(delimiter.size());
        std::size_t size = 0;
        char quote = 0;
        for (std::size_t i = 0; i < delimiter.size(); ++i) {
            char const c = delimiter[i];
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < delimiter.size()) {
                room[size++] = delimiter[++i];
            } else {
                room[size++] = c;
            }
        }
        delimiter = {room, size};
    }
    state.pending.push_back(static_cast<std::uint32_t>(state.heredocs.size()));
    state.heredocs.push_back({state.open, delimiter, 0, 0, quoted});
    state.leaf(Kind::word, first, p);
    first = skip_blanks(p, last);
    return true;
});

/// Details of a simple command while it is read.
enum : std::uint8_t { has_program = 1, declares = 2 };

inline std::uint8_t details_of_program(std::string_view text) {
    static constexpr ByteSet leads("aedlrt");
    static constexpr std::string_view declaring[] = {"export",  "declare", "local", "readonly",
                                                     "typeset", "eval",    "alias", "let"};
    bool const is_declaring =
        leads.holds(text.front()) && std::ranges::find(declaring, text) != std::end(declaring);
    return is_declaring ? has_program | declares : has_program;
}

constexpr auto note_word = terminal([](State& state, char const*&, char const*) {
    auto& detail = state.nodes[state.open].detail;
    if ((detail & has_program) != 0) return true;
    auto const& node = state.nodes[state.last_closed];
    detail = details_of_program({state.base + node.begin, node.end - node.begin});
    return true;
});

/// Plain words one behind the other, which most commands are made of. Stops in front of anything
/// that may be something else: it is left to the other rules.
constexpr auto plain_words = terminal([](State& state, char const*& first, char const* last) {
    auto const* const begin = first;
    auto detail = state.nodes[state.open].detail;
    while (first != last && *first != '#' && (detail & declares) == 0 && !state.failed) {
        bool const may_redirect = is(*first, class_digit) || *first == '{';
        if (may_redirect && redirection_head(state, first, last).size > 0) break;
        // In front of the program a word with = may be an assignment.
        auto const* const end =
            end_of_plain_word(state, first, last, detail == 0 ? unsigned{class_equals} : 0U);
        if (end == nullptr) break;
        state.leaf(Kind::word, first, end);
        if (detail == 0) {
            detail = details_of_program({first, static_cast<std::size_t>(end - first)});
            state.nodes[state.open].detail = detail;
        }
        first = skip_blanks(end, last);
    }
    return first != begin;
});

/// NAME=, NAME+=, NAME[...]= where the shell takes it for an assignment.
constexpr auto assignment_ahead = terminal([](State& state, char const*& first, char const* last) {
    auto const detail = state.nodes[state.open].detail;
    if ((detail & has_program) != 0 && (detail & declares) == 0) return false;
    auto const head = assignment_head(state, first, last);
    if (head.end == nullptr) return false;
    return (detail & has_program) == 0 || (head.end != last && *head.end == '(');
});

constexpr auto assignment_name = terminal([](State& state, char const*& first, char const* last) {
    auto const head = assignment_head(state, first, last);
    if (head.end == nullptr) return false;
    state.nodes[state.open].detail = head.append ? 1 : 0;
    state.leaf(Kind::name, first, head.name_end);
    if (*head.name_end == '[') {
        state.leaf(Kind::index, head.name_end, head.end - (head.append ? 2 : 1));
    }
    state.token_end = head.end;
    first = head.end;
    return true;
});

constexpr auto array_ahead = terminal([](State& state, char const*& first, char const* last) {
    return state.is_bash() && first != last && *first == '(';
});

/// The name of a for loop.
constexpr auto loop_name = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = find_class(first, last, class_meta);
    if (end == first) return false;
    state.leaf(Kind::name, first, end);
    first = skip_blanks(end, last);
    return true;
});

/// `name ( )` of a function.
constexpr auto function_head = terminal([](State& state, char const*& first, char const* last) {
    auto const* const end = find_class(first, last, class_meta);
    state.leaf(Kind::name, first, end);
    auto const* const close = skip_blanks(skip_blanks(end, last) + 1, last);
    state.token_end = close + 1;
    first = close + 1;
    return true;
});

/// What stands between the words of a loop and its body.
constexpr auto loop_separator = terminal([](State& state, char const*& first, char const* last) {
    if (first == last || (*first != ';' && *first != '\n' && *first != '#')) return false;
    if (at<";;">(first, last)) return false;
    first = skip_lines(state, *first == ';' ? first + 1 : first, last);
    return true;
});

/// `;;` and its kin; a case goes on only behind one.
constexpr auto case_terminator = terminal([](State& state, char const*& first, char const* last) {
    state.more = false;
    if (!at<";;">(first, last) && !(state.is_bash() && at<";&">(first, last))) return true;
    state.more = true;
    first += state.is_bash() && at<";;&">(first, last) ? 3 : 2;
    state.token_end = first;
    return true;
});

constexpr auto case_goes_on = terminal([](State& state, char const*& first, char const* last) {
    if (!state.more || state.failed || first == last) return false;
    return !(at<"esac">(first, last) && (last - first == 4 || is(first[4], class_meta)));
});

}  // namespace dockcheck::shell::grammar
