// From the text of a shell script to its tree.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/syntax/shell/ast.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::shell {

/// POSIX sh as dash reads it, bash, and the ash of busybox.
enum class Dialect : std::uint8_t { posix, bash, busybox };

/// Parses any bytes in linear time. What is not understood becomes an opaque node that reaches to
/// the end of the text; `first_error` says where. The text must outlive the tree.
Tree parse(std::string_view text, Dialect dialect, Arena& arena);

/// Parses the body of a heredoc that expands: the script node holds parts as double quotes do.
Tree parse_heredoc_body(std::string_view body, Dialect dialect, Arena& arena);

/// The tree as text for tests and for people: `kind(child child)`, leaves with their text.
std::string dump(Tree const& tree);

std::string_view to_string(Kind kind);

}  // namespace dockcheck::shell
