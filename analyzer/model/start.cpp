// Joining ENTRYPOINT and CMD as the runtime does.
#include "analyzer/model/start.hpp"

#include <algorithm>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/commands.hpp"
#include "analyzer/text/arena_vector.hpp"

namespace dockcheck::model {
namespace {

// Images whose entrypoint script, where a release has one, only execs its arguments:
// docker-library's repositories of these names show it, adoptium/containers and nvidia's own.
// Scripts of databases change the user first.
constexpr std::string_view images_that_exec[] = {"composer", "eclipse-temurin", "gradle", "maven",
                                                 "node",     "nvidia/cuda",     "php",    "python",
                                                 "ruby"};

}  // namespace

bool runs_cmd_itself(Stage const& stage) {
    auto const& entrypoint = stage.config.entrypoint;
    if (entrypoint.is_absent()) return true;
    if (entrypoint.origin.kind != Origin::Kind::known_base) return false;
    auto const* image = known_image(stage.root());
    return image != nullptr
           && std::ranges::find(images_that_exec, image->name)
                  != std::ranges::end(images_that_exec);
}

namespace {

Start join_start(Build const& build, Stage const& stage) {
    auto const& config = stage.config;
    auto const& entrypoint = config.entrypoint;
    auto const& cmd = config.cmd;
    // An ENTRYPOINT of the base image is most often a script that execs its arguments.
    bool const own_entrypoint = entrypoint.is_set() && entrypoint.origin.instruction != nullptr
                                && !entrypoint.value.arguments.empty();
    bool const own_cmd = cmd.is_set() && cmd.origin.instruction != nullptr;

    Start start;
    start.is_certain = entrypoint.is_set() || runs_cmd_itself(stage);
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
    ArenaVector<Argument> arguments(build.arena());
    arguments.append(own);
    arguments.append(words);
    start.commands =
        commands_of_words(arguments.items(), *start.instruction, Use::entrypoint, build.arena());
    return start;
}

}  // namespace

Start const& start_of(Build const& build, Stage const& stage) {
    if (stage.start == nullptr) {
        stage.start = build.arena().make<Start>(join_start(build, stage));
    }
    return *stage.start;
}

}  // namespace dockcheck::model
