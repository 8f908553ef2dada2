// What COPY and ADD have put into a stage in front of an instruction, and paths that commands name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The transfers of a stage in front of a position and those of the stages that it is FROM, the
/// nearest first.
std::vector<Transfer const*> transfers_before(Stage const& stage, std::uint32_t position);

/// The cleaned path that a transfer writes to, a folder or a file; empty when it is not known.
std::string target_of(Transfer const& transfer);
/// The paths of the files and folders that it makes, as far as their names are known: `COPY a /b/`
/// makes /b/a. A folder's contents go into the target itself.
std::vector<std::string> made_by(Build const& build, Transfer const& transfer);

/// True when a cleaned absolute path is the folder or lies below it.
bool is_at_or_below(std::string_view path, std::string_view folder);

/// True when some source certainly is a folder: of the context, or of another stage.
bool copies_folder(Build const& build, Transfer const& transfer);

/// The words behind a command's options, none of which takes a value: `-R a b` gives a and b.
std::vector<Argument const*> operands_of(Command const& command);

/// True when chown, chmod and the like are told to go through folders.
bool is_recursive(Command const& command);

}  // namespace dockcheck::model
