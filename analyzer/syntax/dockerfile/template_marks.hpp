// What shows that a file is filled in before it becomes a Dockerfile.
#pragma once

#include <cstdint>

#include "analyzer/syntax/dockerfile/ast.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::dockerfile {

/// The 1-based line of the first instruction that begins with a mark of a template language (Go,
/// Jinja, ERB, EJS), or of the first FROM whose image has one; 0 for a file without. A mark in the
/// arguments of other instructions says nothing: it may be for the shell, or a slip.
std::uint32_t template_line(ast::File const& file, Source const& source);

}  // namespace dockcheck::dockerfile
