// Joining ENTRYPOINT and CMD as the runtime does.
#include "analyzer/model/start.hpp"

#include <vector>

#include "analyzer/model/commands.hpp"

namespace dockcheck::model {

Start start_of(Build const& build, Stage const& stage) {
    auto const& config = stage.config;
    auto const& entrypoint = config.entrypoint;
    auto const& cmd = config.cmd;
    bool const has_entrypoint = entrypoint.is_set() && !entrypoint.value.arguments.empty();
    bool const has_cmd = cmd.is_set() && !cmd.value.arguments.empty();

    Start start;
    start.is_certain = !entrypoint.is_unknown();
    if (!has_entrypoint) {
        if (!has_cmd) return start;
        start.commands = cmd.value.commands;
        start.instruction = cmd.origin.instruction;
        return start;
    }
    start.instruction = entrypoint.origin.instruction;
    start.commands = entrypoint.value.commands;
    if (entrypoint.value.shell_form || !has_cmd || entrypoint.value.commands.size() != 1)
        return start;

    // The words of CMD are arguments of the ENTRYPOINT, the shell prefix of a shell form included.
    auto const& first = entrypoint.value.commands.front();
    auto const& words = cmd.value.arguments;
    if (cmd.value.shell_form) return start;
    std::vector<Argument> arguments(first.arguments.begin(), first.arguments.end());
    arguments.insert(arguments.end(), words.begin(), words.end());
    start.commands =
        commands_of_words(arguments, first.instruction, Use::entrypoint, build.arena());
    return start;
}

}  // namespace dockcheck::model
