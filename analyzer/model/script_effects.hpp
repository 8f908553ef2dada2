// What commands do to the shell that runs them: variables, options, certain failure.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/model/script_variables.hpp"
#include "analyzer/model/script_walk.hpp"
#include "analyzer/model/script_words.hpp"

namespace dockcheck::model {

/// What a pipeline certainly does: `exit 1`, `false`, and groups that end so.
enum class Failure : std::uint8_t { not_certain, fails, exits };
Failure failure_of(shell::Tree const& tree, shell::Node const& pipeline);

/// True for assignments of text, `set`, `export`, `:` and their like.
bool never_fails(shell::Tree const& tree, shell::Node const& pipeline);

/// Names that something below the node sets: assignments, read, for, export and so on.
std::vector<std::string_view> assigned_names(shell::Tree const& tree, shell::Node const& node);

/// Makes all of them unknown.
void forget_assigned(shell::Tree const& tree, shell::Node const& node, ScriptVariables& variables);

/// The effect of a builtin: export, read, unset, eval, `.`, set.
void apply_builtin(std::span<Argument const> words, bool is_conditional, ScriptVariables& variables,
                   ShellOptions& options, Arena& arena);

}  // namespace dockcheck::model
