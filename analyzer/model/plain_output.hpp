// Substitutions whose output is known to be one plain word, and which do not fail.
#pragma once

#include <string_view>

#include "analyzer/syntax/shell/ast.hpp"

namespace dockcheck::model {

/// True for $(nproc), `uname -m`, $(id -u), $(dpkg --print-architecture): one word without blanks
/// and wildcards, or a number.
bool prints_plain_word(shell::Tree const& tree, shell::Node const& substitution);

/// True for text that a shell neither splits nor expands: not empty, no blanks, no wildcards.
bool is_plain_word(std::string_view text);

}  // namespace dockcheck::model
