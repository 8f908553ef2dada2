// Which flags an instruction has, and what is wrong with those that were written.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/reading.hpp"

namespace dockcheck::dockerfile {

/// Records what BuildKit's flag parser would refuse (dockerfile-grammar, sections 7 and 11).
void check_given_flags(ast::Instruction const& instruction, Reading& reading);
inline void check_flags(ast::Instruction const& instruction, Reading& reading) {
    if (!instruction.flags.empty()) check_given_flags(instruction, reading);
}

}  // namespace dockcheck::dockerfile
