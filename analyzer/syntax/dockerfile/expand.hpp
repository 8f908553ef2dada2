// Variable expansion as BuildKit's shell lexer does it (dockerfile-grammar, section 14).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/syntax/dockerfile/fault.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::dockerfile {

/// What a scope says about a variable.
struct Variable {
    enum class State : std::uint8_t { unset, known, unknown } state = State::unset;
    Value value;  ///< of a known variable, or of one of which only pieces are known
};
using Scope = FunctionRef<Variable(std::string_view name)>;

/// One `$NAME` or `${NAME...}`.
struct VariableUse {
    std::string_view name;
    Span span;                   ///< in bytes of the expanded text
    std::string_view operation;  ///< ":-", "+", "?", "#", ... or empty
};

struct ExpansionError {
    ast::FaultKind kind;  ///< unterminated_quote, unsupported_modifier, bad_substitution, ...
    Span span;            ///< in bytes of the expanded text
    std::string_view word;
};

enum class Quotes : std::uint8_t {
    removed,  ///< an instruction's word
    literal,  ///< a heredoc body: quotes are ordinary characters
};

struct Expansion {
    Value value;
    std::span<VariableUse const> uses;
    ExpansionError const* error = nullptr;  ///< the first one; the value is then unknown
};

/// Expands a text to one text. `escape` is the file's escape character (backslash in heredoc
/// bodies).
Expansion expand(std::string_view text, char escape, Quotes quotes, Scope scope, Arena& arena);

struct WordExpansion {
    std::span<Value const> words;
    std::span<VariableUse const> uses;
    ExpansionError const* error = nullptr;
};

/// Expands a text to words, as EXPOSE does, with BuildKit's bug that a modifier wipes what stands
/// before it.
WordExpansion expand_to_words(std::string_view text, char escape, Scope scope, Arena& arena);

/// A shell word as heredoc detection sees it: quotes and escapes kept, unset variables kept as
/// written.
struct RawWord {
    std::string_view text;
    Span span;  ///< bytes of the text that was split, from the first to the last one of the word
};
struct RawWords {
    std::span<RawWord const> words;
    bool failed = false;  ///< the lexer stopped at an error: then there are no heredocs
};

/// Splits a logical line for heredoc detection (section 10); the escape is always a backslash.
RawWords split_raw_words(std::string_view line, Arena& arena);

/// A word that may announce a heredoc, taken apart.
struct HeredocWord {
    enum class State : std::uint8_t {
        none,     ///< an ordinary word
        heredoc,  ///< `<<NAME`
        invalid,  ///< what stands behind `<<` does not lex: BuildKit refuses the file
    } state = State::none;
    std::uint64_t descriptor = 0;  ///< the number before `<<`; the largest one when it is too large
    bool chomp = false;            ///< `<<-`
    bool expand = true;            ///< nothing of the name was quoted
    std::string_view name;         ///< quotes and escapes removed
};

/// Reads a raw word, or a source of COPY or ADD, as a heredoc (section 10).
HeredocWord read_heredoc_word(std::string_view word, Arena& arena);

}  // namespace dockcheck::dockerfile
