// What commands do to the shell that runs them: variables, options, certain failure.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/model/script_variables.hpp"
#include "analyzer/model/script_walk.hpp"
#include "analyzer/model/script_words.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// What a pipeline certainly does: `exit 1`, `false`, and groups that end so.
enum class Failure : std::uint8_t { not_certain, fails, exits };
Failure failure_of(shell::Tree const& tree, shell::Node const& pipeline);

/// True for assignments of text, `set`, `export`, `:` and their like.
bool never_fails(shell::Tree const& tree, shell::Node const& pipeline);

/// Hands over the names that something below the node sets: assignments, read, for, export and so
/// on. One may come twice.
void each_assigned_name(shell::Tree const& tree, shell::Node const& node,
                        FunctionRef<void(std::string_view)> take);

/// Makes all of them unknown.
void forget_assigned(shell::Tree const& tree, shell::Node const& node, ScriptVariables& variables);

/// The effect of a builtin: export, read, unset, eval, `.`, set.
void apply_builtin(std::span<Argument const> words, bool is_conditional, ScriptVariables& variables,
                   ShellOptions& options, Arena& arena);

}  // namespace dockcheck::model
