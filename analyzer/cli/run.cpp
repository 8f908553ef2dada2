// Choosing the command.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "analyzer/cli/commands.hpp"
#include "analyzer/cli/messages.hpp"

namespace dockcheck::cli {
namespace {

struct Command {
    std::string_view name;
    int (*run)(Words words);  ///< nullptr: a name that is kept for a later version
};

constexpr std::array commands{
    Command{"check", check_command},
    Command{"fix", fix_command},
    Command{"explain", explain_command},
    Command{"rules", rules_command},
    Command{"plan", plan_command},
    Command{"help", help_command},
    Command{"version", version_command},
    Command{"--help", help_command},
    Command{"-h", help_command},
    Command{"--version", version_command},
    Command{"-V", version_command},
    Command{"config", nullptr},
    Command{"init", nullptr},
    Command{"migrate", nullptr},
    Command{"completions", nullptr},
    Command{"lsp", nullptr},
};

}  // namespace

int usage_error(std::string_view text) {
    say_error(text);
    say("For help: dockcheck help");
    return exit_trouble;
}

int run(Words words) {
    if (words.empty()) return check_command(words);
    std::string_view const first = words.front();
    auto const command = std::ranges::find(commands, first, &Command::name);
    // A first word that is no command is a path.
    if (command == commands.end()) return check_command(words);
    if (command->run != nullptr) return command->run(words.subspan(1));
    say_error(
        fmt::format("the command \"{}\" is not supported by this version (a file of that "
                    "name is ./{})",
                    first, first));
    return exit_trouble;
}

}  // namespace dockcheck::cli
