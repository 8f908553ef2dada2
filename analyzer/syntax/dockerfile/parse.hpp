// From the bytes of a Dockerfile to its tree.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::dockerfile {

/// Parses any bytes. Total: what is wrong becomes a Fault, and the next instruction is read all the
/// same. The tree points into the source and the arena. Agrees with BuildKit v0.34
/// (tests/conformance).
ast::File parse(Source const& source, Arena& arena);

}  // namespace dockcheck::dockerfile
