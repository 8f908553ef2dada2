// Characters, names and numbers of PowerShell, and what stands between its tokens.
#include "analyzer/syntax/powershell/grammar/characters.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/text/without_case.hpp"

namespace dockcheck::powershell::grammar {
namespace {

/// Operators with letters; most may have an `i` or a `c` in front that says how letters compare.
constexpr std::string_view named_operators[] = {
    "and",      "as", "band",    "bnot", "bor", "bxor",        "contains", "eq",
    "f",        "ge", "gt",      "in",   "is",  "isnot",       "join",     "le",
    "like",     "lt", "match",   "ne",   "not", "notcontains", "notin",    "notlike",
    "notmatch", "or", "replace", "shl",  "shr", "split",       "xor",
};
constexpr std::string_view unary_operators[] = {"bnot", "csplit", "isplit", "join", "not", "split"};
/// Those that do not compare.
constexpr std::string_view plain_operators[] = {"and",  "as", "band", "bnot",  "bor",
                                                "bxor", "f",  "is",   "isnot", "join",
                                                "not",  "or", "shl",  "shr",   "xor"};

/// Of a variable in braces: looking for its end again and again must not take long.
constexpr std::ptrdiff_t longest_name = 200;

template <typename Words>
bool is_among(Words const& words, std::string_view word) {
    return std::ranges::any_of(
        words, [&](std::string_view each) { return equal_without_case(each, word); });
}

bool is_named_operator(std::string_view word) {
    if (is_among(named_operators, word)) return true;
    bool const has_letter = word.size() > 1 && ((word[0] | 0x20) == 'c' || (word[0] | 0x20) == 'i');
    if (!has_letter) return false;
    word.remove_prefix(1);
    return is_among(named_operators, word) && !is_among(plain_operators, word);
}

char const* line_comment_end(char const* first, char const* last) {
    return std::find_if(first, last, is_line_end);
}

char const* block_comment_end(char const* first, char const* last) {
    constexpr std::string_view close = "#>";
    auto const* const found = std::search(first + 2, last, close.begin(), close.end());
    return found == last ? nullptr : found + close.size();
}

/// Behind a backtick that takes back a line end, or that only looks so; else nullptr.
char const* backtick_end(State& state, char const* first, char const* last) {
    auto const* end = first + 1;
    if (end == last) return nullptr;
    if (*end == '\r' && last - end > 1 && end[1] == '\n') return end + 2;
    if (is_line_end(*end)) return end + 1;
    if (!is_blank(*end)) return nullptr;
    end = std::find_if_not(end, last, is_blank);
    if (end != last && is_line_end(*end)) state.note(first, end, false);
    return end;
}

char const* digits_end(char const* first, char const* last) {
    return std::find_if_not(first, last, is_digit);
}

bool ends_number(char const* first, char const* last) {
    return first == last || is_break(*first)
           || std::string_view("!#%*+-./<=>]").find(*first) != std::string_view::npos;
}

/// `kb`, `MB`, ... behind the letter of a type: `10L`, `1ulkb`.
char const* number_suffix_end(char const* first, char const* last) {
    constexpr std::string_view types = "uldsynULDSYN";
    constexpr std::string_view multipliers = "kmgtpKMGTP";
    for (int i = 0; i < 2 && first != last; ++i) {
        if (types.find(*first) != std::string_view::npos) ++first;
    }
    bool const multiplies = last - first > 1 && multipliers.find(*first) != std::string_view::npos
                            && (first[1] | 0x20) == 'b';
    return multiplies ? first + 2 : first;
}

}  // namespace

bool at_keyword(char const* first, char const* last, std::string_view keyword) {
    if (static_cast<std::size_t>(last - first) < keyword.size()) return false;
    auto const* const end = first + keyword.size();
    return equal_without_case({first, keyword.size()}, keyword) && (end == last || is_break(*end));
}

char const* skip_blanks(State& state, char const* first, char const* last) {
    while (first != last) {
        if (is_blank(*first)) {
            ++first;
        } else if (*first == '#') {
            auto const* const end = line_comment_end(first, last);
            state.note(first, end, true);
            first = end;
        } else if (at(first, last, "<#")) {
            auto const* const end = block_comment_end(first, last);
            if (end == nullptr) {
                state.fail(first, "a closing #>");
                return last;
            }
            state.note(first, end, true);
            first = end;
        } else if (*first == '`') {
            auto const* const end = backtick_end(state, first, last);
            if (end == nullptr) return first;
            first = end;
        } else {
            return first;
        }
    }
    return first;
}

char const* skip_lines(State& state, char const* first, char const* last) {
    first = skip_blanks(state, first, last);
    while (first != last && is_line_end(*first)) first = skip_blanks(state, first + 1, last);
    return first;
}

char const* skip_separators(State& state, char const* first, char const* last) {
    first = skip_lines(state, first, last);
    while (first != last && *first == ';') first = skip_lines(state, first + 1, last);
    return first;
}

char const* variable_end(char const* first, char const* last) {
    if (last - first < 2) return nullptr;
    bool const is_splat = *first == '@';
    auto const* p = first + 1;
    if (*p == '{' && !is_splat) {
        auto const* const end = last - p > longest_name ? p + longest_name : last;
        auto const* const close = std::find(p, end, '}');
        return close == end || close == p + 1 ? nullptr : close + 1;
    }
    if (!is_splat && (*p == '$' || *p == '?' || *p == '^')) return p + 1;
    auto const* const begin = p;
    while (p != last) {
        bool const is_scope = *p == ':' && last - p > 1 && p[1] != ':' && p != begin;
        if (!is_name(*p) && *p != '?' && !is_scope) break;
        ++p;
    }
    if (p - begin > 1 && p[-1] == ':') --p;
    return p == begin ? nullptr : p;
}

char const* number_end(char const* first, char const* last) {
    auto const* p = first;
    if (last - p > 2 && *p == '0' && (p[1] | 0x20) == 'x') {
        p = std::find_if(p + 2, last, [](char c) {
            return !is_digit(c) && !((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        });
    } else {
        p = digits_end(p, last);
        bool const has_whole = p != first;
        bool const has_point = p != last && *p == '.' && last - p > 1 && is_digit(p[1]);
        bool const ends_in_point =
            has_whole && !has_point && p != last && *p == '.' && (last - p < 2 || is_break(p[1]));
        if (has_point) p = digits_end(p + 1, last);
        if (ends_in_point) ++p;
        if (!has_whole && !has_point) return nullptr;
        if (p != last && (*p | 0x20) == 'e') {
            auto const* exponent = p + 1;
            if (exponent != last && (*exponent == '+' || *exponent == '-')) ++exponent;
            auto const* const end = digits_end(exponent, last);
            if (end != exponent) p = end;
        }
    }
    p = number_suffix_end(p, last);
    return ends_number(p, last) ? p : nullptr;
}

char const* type_end(char const* first, char const* last) {
    int depth = 0;
    for (auto const* p = first; p != last; ++p) {
        if (*p == '[') ++depth;
        if (*p == ']' && --depth == 0) return p + 1;
        if (*p == '\'' || *p == '"') {
            p = std::find(p + 1, last, *p);
            if (p == last) return nullptr;
        }
    }
    return nullptr;
}

char const* named_operator_end(char const* first, char const* last, bool is_unary) {
    if (first == last || *first != '-') return nullptr;
    auto const* const end = std::find_if_not(first + 1, last, is_letter);
    std::string_view const word(first + 1, static_cast<std::size_t>(end - first - 1));
    if (word.empty() || word.size() > 12) return nullptr;
    return (is_unary ? is_among(unary_operators, word) : is_named_operator(word)) ? end : nullptr;
}

bool at_operand(char const* first, char const* last) {
    if (first == last) return false;
    switch (*first) {
        case '\'':
        case '"':
        case '(':
        case '{':
        case '[':
            return true;
        case '@':
            return last - first > 1
                   && (std::string_view("({'\"").find(first[1]) != std::string_view::npos
                       || variable_end(first, last) != nullptr);
        case '$':
            return at(first, last, "$(") || variable_end(first, last) != nullptr;
        default:
            return (is_digit(*first) || *first == '.') && number_end(first, last) != nullptr;
    }
}

bool at_expression(char const* first, char const* last) {
    if (first == last) return false;
    if (at_operand(first, last)) return true;
    auto const next = last - first > 1 ? first[1] : '\0';
    switch (*first) {
        case '!':
            return !is_letter(next);
        case ',':
            return true;
        case '+':
        case '-':
            return (!is_letter(next) && !is_break(next))
                   || named_operator_end(first, last, true) != nullptr;
        default:
            return false;
    }
}

}  // namespace dockcheck::powershell::grammar
