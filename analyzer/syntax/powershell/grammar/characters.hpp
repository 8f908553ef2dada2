// Characters, names and numbers of PowerShell, and what stands between its tokens.
#pragma once

#include <string_view>

#include "analyzer/syntax/powershell/grammar/state.hpp"

namespace dockcheck::powershell::grammar {

constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_name(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }
constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// True for what ends a bare word.
constexpr bool is_break(char c) {
    return is_blank(c) || is_line_end(c)
           || std::string_view("&(),;{|}").find(c) != std::string_view::npos || c == '\0';
}

inline bool at(char const* first, char const* last, std::string_view text) {
    return static_cast<std::size_t>(last - first) >= text.size()
           && std::string_view(first, text.size()) == text;
}

/// True when a bare word, compared without case, stands here and ends.
bool at_keyword(char const* first, char const* last, std::string_view keyword);

/// Behind blanks, comments and line ends that a backtick takes back.
char const* skip_blanks(State& state, char const* first, char const* last);
/// Behind blanks, comments and line ends.
char const* skip_lines(State& state, char const* first, char const* last);
/// The same, and semicolons.
char const* skip_separators(State& state, char const* first, char const* last);

/// Behind a variable (`$x`, `${x}`, `@x`), or nullptr where there is none.
char const* variable_end(char const* first, char const* last);
/// Behind a number of an expression, or nullptr where there is none: `7z` is a word.
char const* number_end(char const* first, char const* last);
/// Behind `[...]` with all brackets and quotes in it, or nullptr.
char const* type_end(char const* first, char const* last);
/// Behind an operator such as `-eq`, or nullptr. `is_unary` asks for those without a left side.
char const* named_operator_end(char const* first, char const* last, bool is_unary);

/// True where an operand of an expression begins.
bool at_operand(char const* first, char const* last);
/// True where a statement is an expression and no command.
bool at_expression(char const* first, char const* last);

}  // namespace dockcheck::powershell::grammar
