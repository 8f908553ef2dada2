// What must hold for the tree of any bytes.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::test {

/// Ends the program, with a word about what is not so, unless every span lies in the file, parts
/// lie in order inside their wholes, and what no part covers is blanks, comments, continuations and
/// the signs between the parts: nothing is lost.
void require_sound(Source const& source, ast::File const& file);

}  // namespace dockcheck::test
