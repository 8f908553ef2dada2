// Following `cd` through the commands of one RUN.
#include "analyzer/model/directories.hpp"

#include <functional>

#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::model {
namespace {

constexpr Piece unknown_piece{{}, false, {}};

Value unknown_directory() { return Value(std::span<Piece const>(&unknown_piece, 1)); }

Setting<Value> as_setting(Value const& directory) {
    auto const state =
        directory.is_known() ? Setting<Value>::State::known : Setting<Value>::State::unknown;
    return {state, directory, {}};
}

/// True for a command of an instruction, not of a script that one starts.
bool is_of_stage(Stage const& stage, Command const& command) {
    std::less<> const before;
    auto const all = stage.commands;
    return !before(&command, all.data()) && before(&command, all.data() + all.size());
}

}  // namespace

Value directory_of(Build const& build, Stage const& stage, Command const& command) {
    // A container starts in the folder of its image, wherever its ENTRYPOINT stands.
    auto const workdir =
        command.use == Use::run ? build.workdir(*command.instruction) : stage.config.workdir;
    if (workdir.is_unknown()) return unknown_directory();
    Value directory = workdir.is_set() ? workdir.value : Value("/");
    if (!command.may_follow_cd && is_of_stage(stage, command)) return directory;
    for (auto const& earlier : commands_beside(stage, command)) {
        if (earlier.sequence >= command.sequence) break;
        // What a subshell does ends with it.
        if (earlier.depth > command.depth || earlier.in_substitution) continue;
        if (earlier.program == "pushd" || earlier.program == "popd") return unknown_directory();
        if (earlier.program != "cd") continue;
        if (earlier.is_conditional || earlier.arguments.size() != 2
            || !earlier.arguments[1].value.is_known() || earlier.argument(1).starts_with('-')
            || earlier.argument(1).starts_with('~')) {
            return unknown_directory();
        }
        directory = join_workdir(build.arena(), as_setting(directory), earlier.arguments[1].value,
                                 stage.is_windows);
    }
    return directory;
}

Value path_of(Build const& build, Stage const& stage, Command const& command, Value const& path) {
    if (!path.is_known() || path.known()->starts_with('~')) return unknown_directory();
    auto const directory = directory_of(build, stage, command);
    return join_workdir(build.arena(), as_setting(directory), path, stage.is_windows);
}

}  // namespace dockcheck::model
