// What COPY and ADD have put into a stage in front of an instruction, and paths that commands name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// The nearest transfer in front of a position that somebody looks for, of a stage or of those that
/// it is FROM; or nullptr.
Transfer const* find_transfer_before(Stage const& stage, std::uint32_t position,
                                     FunctionRef<bool(Transfer const&)> is_it);

/// The cleaned path that a transfer writes to, a folder or a file; empty when it is not known.
std::string_view target_of(Transfer const& transfer);
/// The paths of the files and folders that it makes, as far as their names are known: `COPY a /b/`
/// makes /b/a. A folder's contents go into the target itself. Kept for the next one who asks.
std::span<std::string_view const> made_by(Build const& build, Transfer const& transfer);

/// True when a cleaned absolute path is the folder or lies below it.
bool is_at_or_below(std::string_view path, std::string_view folder);

/// True for a path that a volume covers, or may cover: what lies there comes with the start.
bool is_in_volume(RuntimeConfig const& config, std::string_view path);

/// True when some source certainly is a folder: of the context, or of another stage.
bool copies_folder(Build const& build, Transfer const& transfer);

/// The words behind a command's options, none of which takes a value: `-R a b` gives a and b.
std::span<Argument const* const> operands_of(Command const& command, Arena& arena);
/// True when one of them is what somebody looks for; nothing is kept.
bool any_operand(Command const& command, FunctionRef<bool(Argument const&)> is_it);

/// True when chown, chmod and the like are told to go through folders.
bool is_recursive(Command const& command);

}  // namespace dockcheck::model
