// The engine under expand.hpp: reads a text once and puts its expansion together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/syntax/dockerfile/expanded.hpp"

namespace dockcheck::dockerfile {

/// How a text is read (the switches of BuildKit's lexer).
struct LexerOptions {
    char32_t escape = '\\';
    bool keep_quotes = false;      ///< quotes stay in the text
    bool keep_escapes = false;     ///< escapes stay in the text
    bool keep_variables = false;   ///< there are no variables: they stay as written
    bool quotes_are_text = false;  ///< quotes are ordinary characters
    bool split_words = false;
};

/// One run over one text. What it made lives in the arena.
class WordLexer {
 public:
    struct Error {
        ast::FaultKind kind;
        Span span;
        std::string word;
    };
    struct WordRange {
        std::uint32_t begin;
        std::uint32_t end;
    };

    WordLexer(std::string_view text, LexerOptions options, Scope scope, Arena& arena);

    /// False when there is an error, or when the text is too costly to evaluate (too_costly()).
    bool run();

    [[nodiscard]] Expanded const& result() const { return out_; }
    [[nodiscard]] Expanded const& word_text() const { return word_; }
    [[nodiscard]] std::span<WordRange const> words() const {
        return {words_.begin(), words_.size()};
    }
    /// The inner ones first.
    [[nodiscard]] std::span<VariableUse> uses() { return uses_.items(); }
    [[nodiscard]] std::optional<Error> const& error() const { return error_; }
    [[nodiscard]] bool too_costly() const { return too_costly_; }

 private:
    /// One `${NAME operator ...}` while it is read.
    struct Braced {
        std::uint32_t begin;  ///< of the dollar
        std::uint32_t mark;   ///< size of the result before it
        std::string_view name;
        std::string_view operation;
        bool colon = false;
        char32_t letter = 0;  ///< - + ? # % /
    };
    enum class Escapes : std::uint8_t { removed, kept };
    enum class For : std::uint8_t { text, pattern };  ///< in patterns, quoted escapes are doubled

    [[nodiscard]] char32_t peek() const;
    char32_t next();
    [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
    bool fail(ast::FaultKind kind, std::uint32_t begin, std::string_view word);
    bool give_up();
    bool charge(std::size_t cost);

    void read_plain(char32_t stop);
    bool read_until(char32_t stop, Escapes escapes, For purpose);
    bool read_special(char32_t c, Escapes escapes, For purpose, bool& handled);
    bool read_single_quoted(For purpose);
    bool read_double_quoted(Escapes escapes, For purpose);
    void read_quoted_escape(std::uint32_t begin, Escapes escapes, For purpose);
    void read_less_than();
    bool read_dollar();
    bool read_braced(std::uint32_t begin);
    bool read_operand(Braced const& braced, char32_t stop, Escapes escapes, For purpose);
    bool read_modified(Braced& braced);
    bool read_replacement(Braced& braced);
    std::string_view read_name();

    bool evaluate(Braced const& braced);
    bool evaluate_default(Braced const& braced, Variable const& variable);
    bool evaluate_trim(Braced const& braced, Variable const& variable);
    bool evaluate_replacement(Braced const& braced, std::uint32_t replacement, bool all);
    Variable look_up(std::string_view name, std::uint32_t begin, std::string_view operation);
    bool append_variable(Variable const& variable, std::string_view name, std::uint32_t begin);
    bool append_unknown(std::string_view name, std::uint32_t begin);
    bool append_known(std::string_view text, std::string_view name);
    void append_source(std::uint32_t begin, std::uint32_t end);

    void add_to_word(std::uint32_t mark, bool splits);
    void add_to_word(char32_t c, bool splits, std::uint32_t origin);
    void end_word();

    std::string_view text_;
    LexerOptions options_;
    Scope scope_;
    std::uint32_t position_ = 0;
    std::uint32_t depth_ = 0;
    std::size_t budget_;
    Expanded out_;
    Expanded word_;  ///< the words one after the other; the last one is unfinished
    std::uint32_t word_begin_ = 0;
    ArenaVector<WordRange> words_;
    ArenaVector<VariableUse> uses_;
    std::optional<Error> error_;
    bool too_costly_ = false;
};

}  // namespace dockcheck::dockerfile
