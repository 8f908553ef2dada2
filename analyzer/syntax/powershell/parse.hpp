// From the text of a PowerShell script to its tree.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/syntax/powershell/ast.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::powershell {

/// Parses any bytes in linear time. What is not understood becomes an opaque node that reaches to
/// the end of the text; `first_error` says where. The text must outlive the tree.
Tree parse(std::string_view text, Arena& arena);

/// The tree as text for tests and for people: `kind(child child)`, leaves with their text.
std::string dump(Tree const& tree);

std::string_view to_string(Kind kind);

}  // namespace dockcheck::powershell
