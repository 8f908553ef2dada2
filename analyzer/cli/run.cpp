// The table of commands, and choosing one.
#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/messages.hpp"

namespace dockcheck::cli {
namespace {

constexpr std::array command_table{
    Command{"check",
            "[OPTION...] [PATH...]",
            "check files and folders [.]; - is standard input",
            check_command,
            "all",
            {},
            "path"},
    Command{"fix",
            "[OPTION...] [PATH...]",
            "check, and mend what has a safe fix",
            fix_command,
            "all",
            {},
            "path"},
    Command{"explain", "RULE...", "what a rule is about; other tools' ids work too",
            explain_command, "--config --base-config --isolated --format --color --width --help",
            "text markdown", "rule"},
    Command{"rules", "[NAME...]", "all rules, or those of a category", rules_command,
            "--config --base-config --isolated --format --width --help", "text json markdown",
            "rule"},
    Command{"plan", "[OPTION...] [PATH]", "what a Dockerfile builds: stages, image, layers",
            plan_command,
            "--target --build-arg --platform --context --no-context --changed --stdin-filename "
            "--config --base-config --isolated --format --color --width --help",
            "text json dot", "path"},
    Command{"config",
            "[PATH]",
            "the configuration in force, and where each value is from",
            config_command,
            "all",
            {},
            "path"},
    Command{"init", "", "write a dockcheck.toml to begin with", init_command, "--help", {}, {}},
    Command{"migrate",
            "hadolint [FILE] [-o FILE]",
            "a .hadolint.yaml as a dockcheck.toml",
            migrate_command,
            "--output --help",
            {},
            "hadolint"},
    Command{"completions",
            "SHELL",
            "completions for bash, zsh or fish",
            completions_command,
            "--help",
            {},
            "shell"},
    Command{"lsp",
            "[OPTION...]",
            "language server for editors, on standard input and output",
            lsp_command,
            "all",
            {},
            {}},
    Command{"help",
            "[TOPIC]",
            "help on a command, or on config, ignores, formats, man, schema",
            help_command,
            "--width --help",
            {},
            "topic"},
    Command{"version", "", "the version", version_command, {}, {}, {}},
};

/// Options that stand where a command could.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> first_options{{
    {"--help", "help"},
    {"-h", "help"},
    {"--version", "version"},
    {"-V", "version"},
}};

}  // namespace

std::span<Command const> commands() { return command_table; }

int usage_error(std::string_view text) {
    say_error(text);
    say("For help: dockcheck help");
    return exit_trouble;
}

int run(Words words) {
    if (words.empty()) return check_command(words);
    std::string_view first = words.front();
    for (auto const& [option, name] : first_options) {
        if (first == option) first = name;
    }
    auto const command = std::ranges::find(command_table, first, &Command::name);
    // A first word that is no command is a path.
    if (command == command_table.end()) return check_command(words);
    return command->run(words.subspan(1));
}

}  // namespace dockcheck::cli
