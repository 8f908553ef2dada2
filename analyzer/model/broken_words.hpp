// Whether something in an instruction is in the way of who would take its words apart.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a fault lies in the instruction, such as a quote without its end: it may mean
/// something else than it says. Empty lines inside it are none.
bool has_fault(Build const& build, ast::Instruction const& instruction);

/// True when a line of the instruction, or the first one of the file, ends in CR LF: in the body of
/// a heredoc the CR would be text.
bool has_carriage_return(Build const& build, ast::Instruction const& instruction);

}  // namespace dockcheck::model
