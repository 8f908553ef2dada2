// Heredocs: finding them in an instruction, reading their bodies.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"
#include "analyzer/syntax/dockerfile/scan.hpp"

namespace dockcheck::dockerfile {

/// Finds the heredocs of an instruction whose line was split, and reads their bodies.
void read_heredocs(Scanner& scanner, Reading& reading, ast::Instruction& instruction);

}  // namespace dockcheck::dockerfile
