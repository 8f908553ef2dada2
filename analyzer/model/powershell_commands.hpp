// What the commands of a PowerShell script are called and given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analyzer/model/powershell_script.hpp"
#include "analyzer/syntax/powershell/ast.hpp"

namespace dockcheck::powershell {

/// The text of a word or a string that nothing is put into; quotes are off, doubled ones stay two.
std::optional<std::string_view> constant_text(Tree const& tree, Node const& node);

/// The node that names what a command runs, or nullptr where something computes it.
Node const* name_of(Tree const& tree, Node const& command);

/// The parameter that a name such as `AsPlainText` may be cut to, at least to some letters.
Node const* parameter_of(Tree const& tree, Node const& command, std::string_view name,
                         std::size_t least);
/// The argument behind a parameter, or nullptr.
Node const* argument_behind(Tree const& tree, Node const& command, Node const& parameter);
/// The first argument that no parameter announces and that may be one, or nullptr.
Node const* first_argument(Tree const& tree, Node const& command);

/// The name of a variable, without `$`, braces and scope: `$env:Path` stays `env:Path`.
std::string_view variable_name(Tree const& tree, Node const& variable);
/// The variable that a pipeline is an assignment to, or nullptr.
Node const* assigned_variable(Tree const& tree, Node const& pipeline);
/// The statement that it is assigned; of an assignment.
Node const& assigned_statement(Tree const& tree, Node const& pipeline);

/// The node that a node is the only content of, through pipelines and parentheses that hold it.
Node const& content_of(Tree const& tree, Node const& node);

}  // namespace dockcheck::powershell

namespace dockcheck::model {

/// The name of what a command runs: that of the cmdlet for its alias, without module; empty where
/// it is not known.
std::string_view cmdlet_of(PowerShellScript const& script, powershell::Node const& command);
/// The cmdlet of an alias as this PowerShell has it; empty for other names.
std::string_view cmdlet_of_alias(PowerShellScript const& script, std::string_view name);
/// True for the name of a cmdlet, a function of the script and what `&` computes left out.
bool runs_cmdlet(PowerShellScript const& script, powershell::Node const& command);
/// True for a program of its own, as far as its name tells.
bool runs_program(PowerShellScript const& script, powershell::Node const& command);

/// What a preference such as `ErrorActionPreference` is in front of an offset of the script.
enum class Preference : std::uint8_t { unset, other, wanted };
Preference preference(PowerShellScript const& script, std::string_view name,
                      std::span<std::string_view const> wanted, std::uint32_t before);

}  // namespace dockcheck::model
