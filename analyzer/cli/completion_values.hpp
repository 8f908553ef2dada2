// What the shells' completions know of options and words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/arguments.hpp"
#include "analyzer/cli/commands.hpp"

namespace dockcheck::cli {

/// What may stand behind an option.
enum class ValueKind : std::uint8_t {
    none,    ///< it is a flag
    some,    ///< something that no list has
    choice,  ///< one of a few words
    rules,   ///< names of rules, commas between them
    file,
    folder,
};

ValueKind value_kind(OptionRow const& row);
/// The words of ValueKind::choice, blanks between them.
std::string choices(Command const& command, OptionRow const& row);
/// Names of rules, categories and sets, blanks between them.
std::string rule_words();
/// All names of an option: "-f", "--format".
std::vector<std::string_view> option_names(OptionRow const& row);
/// What a command's words may be: a list with blanks, or empty for files.
std::string positional_words(Command const& command);

std::string bash_completions();
std::string zsh_completions();
std::string fish_completions();

}  // namespace dockcheck::cli
