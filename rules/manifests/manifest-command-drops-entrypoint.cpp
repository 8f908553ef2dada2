// Finds manifests that start what CMD would, without the script that ENTRYPOINT is.
#include "rules/manifests/manifest-command-drops-entrypoint.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/start_script.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::manifest_command_drops_entrypoint {
namespace {

/// What is lost with such a command matters to nobody who starts the program another way: settings
/// of the shell, words, and waiting for others.
bool is_idle(model::Command const& command) {
    static constexpr model::WordTable names =
        " : [ cd date echo exec exit export hostname id ls printf pwd set shift sleep test trap "
        "true ulimit umask uname unset wait whoami ";
    return command.program.empty() || names.holds(command.program)
           || command.program.find("wait") != command.program.npos;
}

/// The first thing that a script certainly does; or nullptr.
model::Command const* work_of(model::StartScript const& script) {
    for (auto const& command : script.commands) {
        if (&command == script.last || command.is_conditional || command.depth > 0
            || command.in_substitution || is_idle(command))
            continue;
        return &command;
    }
    return nullptr;
}

bool is_long_lived(std::string_view kind) {
    return kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet"
           || kind == "ReplicaSet";
}

/// A container of the same image that comes first, or is started for it alone.
bool may_be_done_elsewhere(model::Build const& build) {
    return std::ranges::any_of(build.options().containers, [](auto const& container) {
        return container.is_for_setup || container.kind == "Job";
    });
}

void check(model::PodContainer const& container, Pass& pass) {
    if (!container.command || container.is_for_setup || !is_long_lived(container.kind)) return;
    auto const& config = pass.stage()->config;
    auto const& cmd = config.cmd;
    bool const is_list = cmd.is_set() && !cmd.value.shell_form && cmd.origin.instruction != nullptr
                         && !cmd.value.arguments.empty() && config.entrypoint.is_set()
                         && config.entrypoint.origin.instruction != nullptr;
    if (!is_list || container.command_key.place.span.empty()) return;
    auto const& program = container.command->front().text;
    if (cmd.value.arguments.front().value.text_or_empty() != program) return;
    if (may_be_done_elsewhere(pass.build()) || !pass.may_look_around()) return;
    auto const script = model::start_script(pass.build(), *pass.stage());
    if (!script || script->last == nullptr || script->is_run_by_shell) return;
    auto const& last = *script->last;
    if (last.arguments.empty() || !model::StartScript::is_all_words(last.arguments.front())) return;
    auto const* const work = work_of(*script);
    if (work == nullptr) return;
    auto const done = Place{script->source, work->span};
    pass.report(container.command_key.place, dropped, container.described(), program,
                base_name(script->path), done.text())
        .related(done, "never runs in this container");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::manifest_command_drops_entrypoint
