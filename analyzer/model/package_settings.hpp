// What may be set for a package manager outside of its command: in its configuration, in the
// environment, in a variable among its words.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// True when the text of an instruction of the stage's chain, up to this command's own, holds a
/// word (letters compared without case), such as the name of a setting.
bool is_mentioned_before(Build const& build, Stage const& stage, Command const& command,
                         std::string_view word);

/// True when a COPY or ADD in front of the command may have put a file below a folder.
bool may_be_copied_before(Build const& build, Stage const& stage, Command const& command,
                          std::string_view folder);

/// True when a word of the command that nobody can know may be an option.
bool may_hide_option(Command const& command);

/// True when a word of the command holds this text: `-o APT::Get::Assume-Yes=true`.
bool has_word_with(Command const& command, std::string_view text);

/// "apt-get install": the words that name the manager and what it is to do.
std::string called(PackageCommand const& command);
/// The same of any command: its program where that is no package manager.
std::string called(Command const& command, Arena& arena);
/// Where they stand.
Span called_at(PackageCommand const& command);

/// Names as people list them: "curl", "curl and git", "curl, git and 3 more".
std::string listed(std::span<std::string_view const> names);

}  // namespace dockcheck::model
