// Comments behind an instruction: the builder knows none there, and takes them for words.
#pragma once

#include <optional>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The range from the first word that begins with # on the line of a word, at or in front of it, to
/// the end of that line.
std::optional<Span> trailing_comment(Build const& build, ast::Instruction const& instruction,
                                     Span word);

/// True when such a comment begins in front of the word.
bool is_in_trailing_comment(Build const& build, ast::Instruction const& instruction, Span word);

}  // namespace dockcheck::model
