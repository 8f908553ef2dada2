// Looking ahead: what a command, a redirection or an assignment begins with; heredoc bodies.
#include "analyzer/syntax/shell/grammar/characters.hpp"

namespace dockcheck::shell::grammar {
namespace {

struct ReservedWord {
    std::string_view text;
    Lead lead;
    bool bash_only;
};

constexpr ReservedWord reserved_words[] = {
    {"!", Lead::bang, false},
    {"{", Lead::brace, false},
    {"}", Lead::brace_close, false},
    {"do", Lead::do_word, false},
    {"in", Lead::stop, true},
    {"if", Lead::if_word, false},
    {"fi", Lead::fi_word, false},
    {"[[", Lead::test, true},
    {"for", Lead::for_word, false},
    {"then", Lead::then_word, false},
    {"else", Lead::else_word, false},
    {"elif", Lead::elif_word, false},
    {"done", Lead::done_word, false},
    {"case", Lead::case_word, false},
    {"esac", Lead::esac_word, false},
    {"time", Lead::time_word, true},
    {"while", Lead::while_word, false},
    {"until", Lead::until_word, false},
    {"select", Lead::select_word, true},
    {"coproc", Lead::coproc_word, true},
    {"function", Lead::function_word, true},
};

constexpr std::size_t reserved_slot_count = 64;

/// Where a word would stand in the table: another place for each of them.
constexpr std::size_t slot_of(std::string_view word) {
    auto const code = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
    return (code(word.front()) + 2 * code(word.back()) + 6 * word.size()) % reserved_slot_count;
}
constexpr auto reserved_slots = [] {
    std::array<ReservedWord, reserved_slot_count> slots{};
    for (auto const& word : reserved_words) slots[slot_of(word.text)] = word;
    return slots;
}();
static_assert(std::ranges::all_of(reserved_words, [](ReservedWord const& word) {
    return reserved_slots[slot_of(word.text)].text == word.text;
}));

bool ends_word(char const* p, char const* last) { return p == last || is(*p, class_meta); }

/// One line of a heredoc; true when it is the end word.
bool is_heredoc_end(std::string_view line, Heredoc const& heredoc, bool tabbed) {
    if (tabbed) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    return line == heredoc.delimiter;
}

}  // namespace

Lead reserved_word(std::string_view word, Dialect dialect) {
    if (word.empty()) return Lead::simple;
    auto const& candidate = reserved_slots[slot_of(word)];
    if (candidate.text != word) return Lead::simple;
    return candidate.bash_only && dialect != Dialect::bash ? Lead::simple : candidate.lead;
}

char const* read_heredocs(State& state, char const* p, char const* last) {
    for (std::uint32_t i = 0; i < state.pending.size(); ++i) {
        auto& heredoc = state.heredocs[state.pending[i]];
        bool const tabbed =
            state.nodes[heredoc.node].detail == static_cast<std::uint8_t>(Redirect::heredoc_tabbed);
        heredoc.begin = state.offset(p);
        heredoc.end = state.offset(last);
        while (p != last) {
            auto const* const line_end = find(p, last, '\n');
            std::string_view const line(p, static_cast<std::size_t>(line_end - p));
            auto const* const line_begin = p;
            p = line_end == last ? last : line_end + 1;
            if (is_heredoc_end(line, heredoc, tabbed)) {
                heredoc.end = state.offset(line_begin);
                break;
            }
        }
    }
    state.pending.truncate(0);
    return p;
}

char const* skip_lines(State& state, char const* p, char const* last) {
    while (true) {
        p = skip_blanks(p, last);
        if (p == last) return p;
        if (*p == '\n') {
            p = read_heredocs(state, p + 1, last);
        } else if (*p == '#') {
            auto const* const end = find(p, last, '\n');
            auto const* const kept = state.token_end;
            auto const closed = state.last_closed;
            state.leaf(Kind::comment, p, end);
            state.token_end = kept;
            state.last_closed = closed;
            p = end;
        } else {
            return p;
        }
    }
}

Lead classify_here(State& state, char const* p, char const* last) {
    if (p == last) return Lead::stop;
    switch (*p) {
        case '(':
            return state.is_bash() && last - p > 1 && p[1] == '('
                           && closes_as_arithmetic(state, p + 2, last)
                       ? Lead::arithmetic
                       : Lead::subshell;
        case '&':
            return redirection_head(state, p, last).size > 0 ? Lead::simple : Lead::stop;
        case '[':
            return state.is_bash() && at<"[[">(p, last) && ends_word(p + 2, last) ? Lead::test
                                                                                  : Lead::simple;
        case '<':
        case '>':
            return Lead::simple;
        case ')':
        case ';':
        case '|':
        case '\n':
        case '#':
            return Lead::stop;
        default:
            break;
    }
    auto const* const end = find_class(p, last, class_meta | class_special | class_glob);
    if (end == p || (end != last && !is(*end, class_meta))) return Lead::simple;
    std::string_view const word(p, static_cast<std::size_t>(end - p));
    auto const* const next = skip_blanks(end, last);
    if (next != last && *next == '(' && !(next == end && word.back() == '=')) {
        auto const* const close = skip_blanks(next + 1, last);
        if (close != last && *close == ')' && reserved_word(word, state.dialect) == Lead::simple) {
            return Lead::function_head;
        }
    }
    return reserved_word(word, state.dialect);
}

RedirectionHead redirection_head(State const& state, char const* p, char const* last) {
    auto const* const begin = p;
    auto const found = [&](std::string_view text, Redirect kind) {
        return RedirectionHead{static_cast<std::uint32_t>(p - begin + std::ssize(text)), kind};
    };
    if (*p == '&') {
        if (state.dialect == Dialect::posix) return {};
        if (at<"&>>">(p, last)) return found("&>>", Redirect::both_append);
        if (at<"&>">(p, last)) return found("&>", Redirect::both);
        return {};
    }
    if (*p == '{' && state.is_bash()) {
        auto const* const close = skip_name(p + 1, last);
        if (close == p + 1 || close == last || *close != '}') return {};
        p = close + 1;
    } else {
        while (p != last && is(*p, class_digit)) ++p;
    }
    if (p == last || (*p != '<' && *p != '>')) return {};
    if (p == begin && state.is_bash() && last - p > 1 && p[1] == '(') return {};
    if (*p == '>') {
        if (at<">>">(p, last)) return found(">>", Redirect::append);
        if (at<">&">(p, last)) return found(">&", Redirect::copy_output);
        if (at<">|">(p, last)) return found(">|", Redirect::clobber);
        return found(">", Redirect::output);
    }
    if (state.is_bash() && at<"<<<">(p, last)) return found("<<<", Redirect::here_string);
    if (at<"<<-">(p, last)) return found("<<-", Redirect::heredoc_tabbed);
    if (at<"<<">(p, last)) return found("<<", Redirect::heredoc);
    if (at<"<&">(p, last)) return found("<&", Redirect::copy_input);
    if (at<"<>">(p, last)) return found("<>", Redirect::read_write);
    return found("<", Redirect::input);
}

AssignmentHead assignment_head(State& state, char const* p, char const* last) {
    AssignmentHead head;
    if (p == last || !is_name_start(*p)) return head;
    p = skip_name(p, last);
    head.name_end = p;
    if (p != last && *p == '[' && state.is_bash()) {
        auto const* const begin = p;
        int depth = 0;
        bool closed = true;
        auto const* const limit =
            p + std::min(state.scan_budget, static_cast<std::size_t>(last - p));
        while (p != limit) {
            if (*p == '\'' || *p == '"' || *p == '`') {
                p = skip_quoted(p, limit, closed);
                continue;
            }
            if (*p == '[') ++depth;
            if (*p == ']' && --depth == 0) break;
            p += *p == '\\' && limit - p > 1 ? 2 : 1;
        }
        state.scan_budget -= static_cast<std::size_t>(p - begin);
        if (p == limit) {
            state.fail(begin, "a closing ]");
            return {};
        }
        ++p;
    }
    if (at<"+=">(p, last) && state.is_bash()) {
        head.append = true;
        ++p;
    }
    if (p != last && *p == '=') head.end = p + 1;
    return head;
}

}  // namespace dockcheck::shell::grammar
