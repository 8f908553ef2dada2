// Finds commands that only make sense on a running machine or at a terminal.
#include "rules/shell/host-only-command.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::host_only_command {
namespace {

constexpr model::WordList machine_programs = " halt poweroff reboot shutdown telinit ifconfig ";
constexpr model::WordList terminal_programs = " htop nano pico vi vim top ";
constexpr model::WordList mount_programs = " mount umount ";
constexpr model::WordList process_programs = " free kill killall pgrep pkill ps ";
/// All of these, and those that are looked at more closely.
constexpr model::WordTable programs =
    " halt poweroff reboot shutdown telinit ifconfig htop nano pico vi vim top mount umount free "
    "kill killall pgrep pkill ps systemctl service ssh ";
/// Verbs of systemctl that talk to the running manager; the others change links.
constexpr model::WordList running_verbs =
    " start stop restart reload try-restart reload-or-restart isolate kill status is-active "
    "list-units daemon-reload daemon-reexec reboot poweroff halt ";

std::string_view verb_of(model::Command const& command) {
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.text_or_empty();
        if (!text.starts_with('-')) return text;
    }
    return {};
}

bool has_option(model::Command const& command, model::WordList const& list) {
    return std::ranges::any_of(command.arguments.subspan(1), [&](model::Argument const& argument) {
        return model::list_holds(list, argument.value.text_or_empty());
    });
}

/// An editor that is given commands or reads them from a file.
bool is_scripted(model::Command const& command) {
    bool const reads = !command.redirections.empty() || command.connector == model::Connector::pipe;
    return reads || std::ranges::any_of(command.arguments.subspan(1), [](auto const& argument) {
               auto const text = argument.value.known_prefix();
               return text.starts_with('+') || text.starts_with('-') || text.empty();
           });
}

bool has_mount_of(ast::Instruction const& instruction, model::WordList const& kinds) {
    auto const* run = ast::get_if<ast::Run>(&instruction.node);
    return run != nullptr && std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
               auto const* type = mount.find("type");
               return type != nullptr && model::list_holds(kinds, type->value.text());
           });
}

/// `service NAME start` with nothing behind it: what it starts ends with the RUN.
bool starts_for_nothing(model::Command const& command, Pass const& pass) {
    if (command.arguments.size() < 3 || pass.stage() == nullptr) return false;
    if (!model::list_holds(" start restart reload ", command.argument(2))) return false;
    auto const behind = model::commands_behind(*pass.stage(), command);
    return std::ranges::all_of(behind, [](model::Command const& other) {
        return model::list_holds(" service true echo sleep ", other.program);
    });
}

/// `RUN ps aux`: nothing but to look at what it prints, which somebody wanted.
bool is_shown_alone(model::Command const& command, Pass const& pass) {
    return model::list_holds(" free pgrep ps ", command.program) && pass.stage() != nullptr
           && model::commands_beside(*pass.stage(), command).size() == 1;
}

/// Commands that read of no process, nor start one.
bool is_first(model::Command const& command) { return command.sequence == 0; }

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run || command.arguments.empty()) return;
    auto const program = command.program;
    if (program.empty()) return;
    bool const is_chosen = std::ranges::find(options.commands, program) != options.commands.end();
    if (!is_chosen && !programs.holds(program)) return;
    auto const path = command.argument(0);
    if (path.find('/') != path.npos && path.find("bin/") == path.npos) return;
    auto const span = command.arguments.front().span;
    auto const is_one_of = [&](model::WordList const& list) { return list.holds(program); };
    if (is_chosen) {
        pass.report(span, chosen, program);
    } else if (is_one_of(machine_programs)) {
        pass.report(span, machine, program);
    } else if (program == "systemctl") {
        if (has_option(command, " --root --global --user --version ")) return;
        if (model::list_holds(running_verbs, verb_of(command))) {
            pass.report(span, machine, program);
        }
    } else if (program == "service") {
        if (starts_for_nothing(command, pass)) pass.report(span, machine, program);
    } else if (is_one_of(terminal_programs)) {
        if (!is_scripted(command)) pass.report(span, terminal, program);
    } else if (is_one_of(mount_programs)) {
        if (command.instruction->flag("security") == nullptr) pass.report(span, mounting, program);
    } else if (is_one_of(process_programs)) {
        bool const asks = has_option(command, " --version --help -V -l ");
        if (is_first(command) && !asks && !is_shown_alone(command, pass))
            pass.report(span, process, program);
    } else if (program == "ssh") {
        bool const has_key = has_mount_of(*command.instruction, " ssh secret bind ");
        if (!has_key && !has_option(command, " -V -Q -G ")) pass.report(span, login, program);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::host_only_command
