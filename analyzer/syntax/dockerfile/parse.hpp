// From the bytes of a Dockerfile to its tree.
#pragma once

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/syntax/dockerfile/limits.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::dockerfile {

/// Parses any bytes. Total: what is wrong becomes a Fault, and the next instruction is read all the
/// same. The tree points into the source and the arena. Agrees with BuildKit v0.34
/// (tests/conformance).
ast::File parse(Source const& source, Arena& arena);

/// The same for instructions that stand somewhere else, such as the history of an image: each text
/// is one instruction, line ends in it are part of it. There are no comments and no heredocs, and
/// no faults of the file as a whole.
ast::File parse_lines(Source const& source, std::span<Mapped const> lines, Arena& arena);

}  // namespace dockcheck::dockerfile
