// The small grammars of the Dockerfile language as plain functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/text/span.hpp"

/// Each takes a text without continuations and gives ranges in bytes of that text. The EBNF stands
/// above each definition; section numbers are those of dockerfile-grammar.
namespace dockcheck::dockerfile::grammar {

/// A range, and whether its bytes mean just themselves.
struct Part {
    Span range;
    bool plain = true;
};

/// Receives a text piece by piece, with quotes and escapes taken off.
class Pieces {
 public:
    /// Bytes of the text as they are.
    virtual void keep(Span range) = 0;
    /// One code point that stands for a range of the text.
    virtual void put(char32_t code_point, Span range) = 0;

 protected:
    ~Pieces() = default;
};

/// Words between white space, section 9 (S1).
void split_words(std::string_view text, std::vector<Span>& words);

/// Words of ENV, LABEL and ARG, section 9 (S2). Not plain: a byte that is no UTF-8, or an escape as
/// the last byte.
struct Writing {
    char escape = '\\';
    bool is_ascii = false;  ///< no byte is above 7F
};
void split_pairs(std::string_view text, Writing writing, std::vector<Part>& words);
void cook_pair_word(std::string_view word, char escape, Pieces& pieces);

/// The flag word at the start of the text, after blanks (section 7). `range.begin` is where the
/// blanks end when there is no flag; the range is then empty.
Part read_flag(std::string_view text, char escape);
void cook_flag(std::string_view word, char escape, Pieces& pieces);

/// A JSON array of strings (section 8): ranges inside the quotes. False when the text is not one.
bool read_string_array(std::string_view text, std::vector<Part>& strings);
void cook_json_string(std::string_view string, Pieces& pieces);
/// Of a JSON array with other elements than strings: the first of them. Empty when the text is no
/// JSON array.
std::optional<Span> find_other_element(std::string_view text);

/// `AS`, with U+017F for s as BuildKit folds it.
bool is_as(std::string_view word);
/// A stage's name in lower case: a letter, then letters, digits, - _ and dots.
bool is_stage_name(std::string_view lower_case_name);

/// The first word of HEALTHCHECK and where the rest begins.
struct HealthcheckParts {
    Span type;
    std::uint32_t rest = 0;
};
HealthcheckParts read_healthcheck(std::string_view text);

/// Fields of a CSV line (section 13). Not plain: written in quotes. Gives where it broke, or none.
std::optional<std::uint32_t> read_csv(std::string_view text, std::vector<Part>& fields);
void cook_csv_field(std::string_view field, Pieces& pieces);

/// A duration in nanoseconds, as Go reads it (section 11); none when it is not one.
std::optional<std::int64_t> read_duration(std::string_view text);

/// A parser directive behind its comment mark and white space (section 3).
struct DirectiveParts {
    Span name;
    Span value;
};
std::optional<DirectiveParts> read_directive(std::string_view text);

}  // namespace dockcheck::dockerfile::grammar
