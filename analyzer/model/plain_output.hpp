// Substitutions whose output is known to be one plain word, and which do not fail.
#pragma once

#include <string_view>

#include "analyzer/model/command.hpp"
#include "analyzer/model/script_nodes.hpp"
#include "analyzer/syntax/shell/ast.hpp"

namespace dockcheck::model {

/// True for $(nproc), `uname -m`, $(id -u), $(dpkg --print-architecture): one word without blanks
/// and wildcards, or a number.
bool prints_plain_word(shell::Tree const& tree, shell::Node const& substitution);

/// True for a substitution that prints one plain word or nothing, whichever way it goes:
/// $(nproc || echo 1), $(case $(uname -m) in x86_64) echo amd64;; esac), $(cat
/// /etc/alpine-release). It may fail.
bool prints_at_most_one_word(shell::Tree const& tree, shell::Node const& substitution);

/// The same as prints_plain_word() of one simple command.
bool answers_with_plain_word(shell::Tree const& tree, shell::Node const& command);

/// The same of a command of the model: `go env GOARCH`, `echo WORD`.
bool answers_with_plain_word(Command const& command);

/// `cut -d' ' -f2`: what is left of each line has no blank in it, but may be nothing.
bool cuts_one_field(shell::Tree const& tree, shell::Node const& command);

/// The commands of a substitution that holds one pipe or one command; none for anything else.
shell::NodeList commands_in(shell::Tree const& tree, shell::Node const& substitution);

/// True for text that a shell neither splits nor expands: not empty, no blanks, no wildcards.
bool is_plain_word(std::string_view text);

}  // namespace dockcheck::model
