// Whether something in an instruction is broken, so that nobody should take its words apart.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when a fault lies in the instruction, such as a quote without its end: it may mean
/// something else than it says. Empty lines inside it are none.
bool has_fault(Build const& build, ast::Instruction const& instruction);

}  // namespace dockcheck::model
