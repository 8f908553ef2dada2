// The words that a program gets of an exec form, which no shell reads.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

struct ExecWords {
    /// The program and its arguments; none where nobody knows the program, or a shell reads them.
    std::span<Argument const> words;
    std::size_t program = 0;  ///< the index of the program, behind wrappers such as tini
    std::size_t own = 0;    ///< that of the first word of the form itself: ENTRYPOINT's are before
    std::string_view name;  ///< of the program, without folder

    [[nodiscard]] std::string_view text(std::size_t i) const {
        return words[i].value.text_or_empty();
    }
};

/// The words of a RUN, ENTRYPOINT or HEALTHCHECK.
ExecWords exec_words(ast::CommandForm const& form, Arena& arena);
/// Those of a CMD, behind those of the stage's ENTRYPOINT.
ExecWords exec_words_of_cmd(ast::CommandForm const& form, Stage const& stage, Arena& arena);

enum class Patterns : std::uint8_t { quoted, expanded };

/// The words as somebody writes them for a shell; empty where that would need thought. Operators
/// stay as they are.
std::string shell_line(std::span<Argument const> words, Patterns patterns);

}  // namespace dockcheck::model
