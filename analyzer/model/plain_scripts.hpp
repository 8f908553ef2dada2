// Scripts of manifests (package.json, composer.json) as far as they are plain command lines.
#pragma once

#include <string_view>
#include <vector>

namespace dockcheck::model {

/// The words of the first command of a script that does more than print, assignments in front of it
/// left out. Empty where its failure does not certainly end the script, or nobody can tell.
std::vector<std::string_view> first_plain_command(std::string_view script);

/// The file that such a command hands to an interpreter or starts by its path, as written; empty
/// for other commands and for files that an install brings.
std::string_view file_of_plain_command(std::vector<std::string_view> const& words);

}  // namespace dockcheck::model
