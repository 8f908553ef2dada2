// From a logical line to name, flags and arguments: BuildKit's tier A.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::dockerfile {

/// Takes a joined line apart (dockerfile-grammar, sections 6 to 9) and fills in all but the lines,
/// the heredocs and the node. The trigger of ONBUILD is taken apart too and hung on the node.
void split_line(Mapped const& line, Reading& reading, ast::Instruction& instruction);

/// The words of an instruction that is taken apart already and has got another keyword than
/// ONBUILD.
void split_words(Reading& reading, ast::Instruction& instruction);

}  // namespace dockcheck::dockerfile
