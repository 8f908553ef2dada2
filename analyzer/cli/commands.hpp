// The commands, and how a word becomes one.
#pragma once

#include <span>
#include <string_view>

namespace dockcheck::cli {

/// Arguments behind the command's name.
using Words = std::span<char const* const>;

/// One command: what help, man page and completions say of it, and its code.
struct Command {
    std::string_view name;
    std::string_view usage;    ///< what stands behind the name
    std::string_view summary;  ///< for the overview; empty for a command that is not listed there
    int (*run)(Words words);
    /// Names of the options of `check` that it has, blanks between them; "all" for all.
    std::string_view options;
    /// Values of its --format, blanks between them; empty: those of check.
    std::string_view formats;
    /// What its words are, for completions: "path", "rule", "topic", "shell" or a word by itself.
    std::string_view words;
};

/// All of them, in the order of the overview.
std::span<Command const> commands();

int check_command(Words words);
int fix_command(Words words);
int explain_command(Words words);
int rules_command(Words words);
int plan_command(Words words);
int config_command(Words words);
int init_command(Words words);
int migrate_command(Words words);
int completions_command(Words words);
int lsp_command(Words words);
int help_command(Words words);
int version_command(Words words);

/// The options of a command, as the table has them.
std::string_view options_of(std::string_view command);

/// The names of all help topics.
std::span<std::string_view const> help_topics();
/// Prints the help of a command.
int print_help(std::string_view command);
/// Says what was wrong with the arguments and where help is.
int usage_error(std::string_view text);

/// Runs what the words (without the program's name) ask for; the exit status.
int run(Words words);

}  // namespace dockcheck::cli
