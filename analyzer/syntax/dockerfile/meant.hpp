// A file with misspelt keywords, read as it was meant.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::dockerfile {

/// The same file, in which an instruction with a misspelt keyword has the nearest one where it is
/// near enough and the words behind it fit; it stays faulty. Faults point into the new tree.
ast::File as_meant(ast::File const& file, Arena& arena);

/// True when the first word behind ONBUILD (FaultKind::unknown_onbuild_trigger) surely is the
/// suggestion misspelt, and what follows has no faults as that.
bool trigger_reads_as_meant(ast::Fault const& fault, char escape, Arena& arena);

}  // namespace dockcheck::dockerfile
