// The commands, and how a word becomes one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dockcheck::cli {

/// Arguments behind the command's name.
using Words = std::span<char const* const>;

int check_command(Words words);
int fix_command(Words words);
int explain_command(Words words);
int rules_command(Words words);
int plan_command(Words words);
int help_command(Words words);
int version_command(Words words);

/// The text of a help topic; nothing for an unknown one.
std::optional<std::string> help_topic(std::string_view name);
/// Prints the help of a command.
int print_help(std::string_view command);
/// Says what was wrong with the arguments and where help is.
int usage_error(std::string_view text);

/// Runs what the words (without the program's name) ask for; the exit status.
int run(Words words);

}  // namespace dockcheck::cli
