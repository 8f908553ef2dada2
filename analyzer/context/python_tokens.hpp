// Tokens and logical lines of Python sources (not for use outside of this folder).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

namespace dockcheck::context::python {

struct Token {
    enum class Kind : std::uint8_t { name, number, string, other, end };
    Kind kind = Kind::end;
    bool is_plain = false;  ///< a string without prefix and escapes, of one line
    std::string_view text;  ///< as written; of a plain string what is between the quotes
    Span span;              ///< as written, quotes included

    [[nodiscard]] bool is(std::string_view word) const {
        return kind != Kind::string && text == word;
    }
    [[nodiscard]] bool is_name() const { return kind == Kind::name; }
};

/// One logical line: tokens [begin, end).
struct Line {
    std::uint32_t indent = 0;  ///< columns, a tab reaching to the next multiple of eight
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Tokens of kind `end` behind the last one, so that looking ahead needs no check.
inline constexpr std::uint32_t tokens_behind = 16;

struct Tokens {
    std::vector<Token> tokens;
    std::vector<Line> lines;
};

/// Splits a source into tokens. Comments and blank lines vanish; the expressions in an f-string
/// follow its token between `{` and `}`. What is no Python gives some tokens or others.
Tokens tokenize(std::string_view source);

}  // namespace dockcheck::context::python
