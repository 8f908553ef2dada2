// The plain functions behind which the shell grammar lives.
#pragma once

#include <string_view>

#include "analyzer/syntax/shell/parse.hpp"

namespace dockcheck::shell::grammar {

/// A whole script.
Tree parse_script(std::string_view text, Dialect dialect, Arena& arena);
/// Text in which only parameters, substitutions and escapes mean something: a heredoc's body.
Tree parse_quoted(std::string_view text, Dialect dialect, Arena& arena);

}  // namespace dockcheck::shell::grammar
