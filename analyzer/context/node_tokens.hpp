// Tokens of JavaScript and TypeScript sources (not for use outside of this folder).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck::context::node {

struct Token {
    enum class Kind : std::uint8_t { name, number, string, pattern, other, end };
    Kind kind = Kind::end;
    bool is_plain = false;     ///< a string without escapes and replacements
    bool begins_line = false;  ///< it is the first of its line
    std::string_view text;     ///< as written; of a plain string what is between the quotes
    Span span;                 ///< as written, quotes included

    [[nodiscard]] bool is(std::string_view word) const {
        return kind != Kind::string && kind != Kind::pattern && text == word;
    }
    [[nodiscard]] bool is_name() const { return kind == Kind::name; }
};

/// Tokens of kind `end` behind the last one, so that looking ahead needs no check.
inline constexpr std::uint32_t tokens_behind = 16;

/// The tokens of a source; comments vanish, templates are one string.
struct Tokens {
    std::vector<Token> all;
    /// False where something shows that they may be other ones: a string without an end, brackets
    /// that do not match, a `/` that begins a pattern or divides, and nobody can tell which.
    bool is_certain = true;
};

/// Splits a source into tokens. What is no JavaScript gives some tokens or others.
Tokens tokenize(std::string_view source);

}  // namespace dockcheck::context::node
