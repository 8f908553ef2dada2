// Finds words of CMD that the shell form of ENTRYPOINT does not pass on.
#include "rules/runtime/cmd-ignored-by-shell-form-entrypoint.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/positional_parameters.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::cmd_ignored_by_shell_form_entrypoint {
namespace {

/// True when the shell form is read by a shell as `sh -c` does, as far as SHELL says otherwise.
bool is_posix_shell(model::RuntimeConfig const& config) {
    if (config.is_windows) return false;
    if (!config.shell.is_set()) return true;
    auto const words = config.shell.value;
    if (words.empty() || !model::is_shell(model::program_name(words.front()))) return false;
    auto const last = words.back().value.text_or_empty();
    return last.starts_with('-') && last.ends_with('c');
}

/// `CMD ""` says that there is none.
bool is_blank(model::Argument const& word) {
    auto const text = word.value.text_or_empty();
    return text.empty() || text == "\"\"" || text == "''";
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& entrypoint = config.entrypoint;
    auto const& cmd = config.cmd;
    if (!entrypoint.is_set() || !cmd.is_set() || !is_posix_shell(config)) return;
    if (pass.stage() == nullptr || pass.stage()->has_no_base()) return;
    if (entrypoint.origin.instruction == nullptr || cmd.origin.instruction == nullptr) return;
    auto const& script = entrypoint.value.arguments;
    auto const& words = cmd.value.arguments;
    if (!entrypoint.value.shell_form || script.empty() || words.empty()) return;

    if (std::ranges::all_of(words, is_blank)) return;
    auto const text = script.front().raw.text();
    auto const use = model::positional_use(text, pass.build().arena());
    if (!use.is_certain || use.first) return;
    auto const& first = words.front();
    if (!use.others) {
        auto const span = join(first.span, words.back().span);
        pass.report(span, ignored, pass.text(span))
            .related(entrypoint.origin.place, "run as sh -c with this text");
    } else if (!cmd.value.shell_form) {
        pass.report(first.span, first_lost, pass.text(first.span))
            .related(entrypoint.origin.place, "this text does not use $0");
    }
}

/// The ENTRYPOINT of a stage, where it is a text that no word behind it reaches; or nullptr.
model::Setting<model::StartCommand> const* deaf_entrypoint(model::Stage const& stage,
                                                           Pass const& pass) {
    auto const& config = stage.config;
    auto const& entrypoint = config.entrypoint;
    if (stage.has_no_base() || !entrypoint.is_set() || !entrypoint.value.shell_form) return nullptr;
    if (!is_posix_shell(config) || entrypoint.origin.instruction == nullptr
        || entrypoint.value.arguments.empty())
        return nullptr;
    auto const text = entrypoint.value.arguments.front().raw.text();
    auto const use = model::positional_use(text, pass.build().arena());
    return use.is_certain && !use.first && !use.others ? &entrypoint : nullptr;
}

/// `command` of a service takes the place of CMD.
void check_deployment(model::Deployment const& deployment, Pass& pass) {
    if (pass.stage() == nullptr || !model::is_as_built(pass.build(), deployment)
        || deployment.has_entrypoint || !deployment.command)
        return;
    auto const& command = *deployment.command;
    bool const may_be_nothing = command.text.empty() || command.text.find('$') != std::string::npos;
    if (may_be_nothing || !pass.may_look_around()) return;
    auto const* const entrypoint = deaf_entrypoint(*pass.stage(), pass);
    if (entrypoint == nullptr) return;
    pass.report(deployment.place(command), command_ignored, "the service " + deployment.service)
        .related(entrypoint->origin.place, "run as sh -c with this text");
}

/// `args` of a container of Kubernetes do.
void check_container(model::PodContainer const& container, Pass& pass) {
    if (container.command || !container.arguments || !pass.may_look_around()) return;
    auto const& first = container.arguments->front();
    auto const* const entrypoint = deaf_entrypoint(*pass.stage(), pass);
    if (entrypoint == nullptr || first.text.empty()) return;
    pass.report(first.place, arguments_ignored, container.described())
        .related(entrypoint->origin.place, "run as sh -c with this text");
}

}  // namespace

constinit Check const rule = on<check, check_deployment, check_container>();

}  // namespace dockcheck::rules::cmd_ignored_by_shell_form_entrypoint
