// Writing the text of an instruction from pieces of an image's JSON.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/image.hpp"
#include "analyzer/model/history.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped_text.hpp"

namespace dockcheck::model {

/// One instruction. Values come as they are in the image: what would mean something else in a
/// Dockerfile is quoted, and the quotes stand for nothing in the source.
class ImageLine {
 public:
    /// A keyword that the source does not have, before a byte of it; or the word that stands for
    /// it.
    ImageLine(std::string_view keyword, std::uint32_t before) { text_.append(keyword, before); }
    ImageLine(std::string_view keyword, Span stands_for) { text_.append(keyword, stands_for); }
    explicit ImageLine(Mapped const& keyword) { text_.append(keyword); }

    /// Text as it is, a blank in front.
    ImageLine& raw(Mapped const& text);
    ImageLine& raw(std::string_view text, Span stands_for);
    /// One word whose value is the text.
    ImageLine& word(Mapped const& text);
    /// The same for each word between blanks.
    ImageLine& words(Mapped const& text);
    /// NAME="value".
    ImageLine& assignment(Mapped const& name, Mapped const& value);
    /// ["a", "b"].
    ImageLine& array(std::span<image::Text const> words);
    /// The same of one word, where the instruction expands variables in it: it has none.
    ImageLine& array_of_literal(image::Text const& word);
    /// `["a" "b c"]` of Go as an array; false when the text is none.
    bool go_array(Mapped const& text);

    [[nodiscard]] Mapped done(Arena& arena) { return text_.done(arena); }

 private:
    void blank(std::uint32_t before) { text_.append(" ", before); }
    void quoted(Mapped const& text);
    /// `literal` are characters that stand behind a backslash.
    void element(image::Text const& word, std::string_view literal = {});

    MappedText text_;
};

/// The instructions of an image, one after the other.
struct ImageLines {
    std::vector<Mapped> texts;
    std::vector<bool> background;  ///< of each, whether it may be the base image's
    Arena& arena;

    void add(ImageLine& line, bool is_background = false) {
        texts.push_back(line.done(arena));
        background.push_back(is_background);
    }
};

/// True for a script that an instruction's shell form can have.
bool is_shell_form_text(std::string_view text);
/// Words with blanks between them.
std::string joined(std::span<image::Text const> words);
/// True for a text that a Dockerfile takes for itself, without quotes.
bool needs_no_quotes(std::string_view text);

}  // namespace dockcheck::model
