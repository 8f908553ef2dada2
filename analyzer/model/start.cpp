// Joining ENTRYPOINT and CMD as the runtime does.
#include "analyzer/model/start.hpp"

#include <vector>

#include "analyzer/model/commands.hpp"

namespace dockcheck::model {

Start start_of(Build const& build, Stage const& stage) {
    auto const& config = stage.config;
    auto const& entrypoint = config.entrypoint;
    auto const& cmd = config.cmd;
    // An ENTRYPOINT of the base image is most often a script that execs its arguments.
    bool const own_entrypoint = entrypoint.is_set() && entrypoint.origin.instruction != nullptr
                                && !entrypoint.value.arguments.empty();
    bool const own_cmd = cmd.is_set() && cmd.origin.instruction != nullptr;

    Start start;
    start.is_certain = !entrypoint.is_unknown();
    if (!own_entrypoint) {
        if (!own_cmd) return start;
        start.commands = cmd.value.commands;
        start.instruction = cmd.origin.instruction;
        return start;
    }
    start.instruction = entrypoint.origin.instruction;
    start.commands = entrypoint.value.commands;
    bool const gets_words = !entrypoint.value.shell_form && own_cmd && !cmd.value.shell_form
                            && !cmd.value.arguments.empty();
    if (!gets_words) return start;

    auto const& own = entrypoint.value.arguments;
    auto const& words = cmd.value.arguments;
    std::vector<Argument> arguments(own.begin(), own.end());
    arguments.insert(arguments.end(), words.begin(), words.end());
    start.commands =
        commands_of_words(arguments, *start.instruction, Use::entrypoint, build.arena());
    return start;
}

}  // namespace dockcheck::model
