// Finds settings of a shell at the end of a RUN, where nothing can use them any more.
#include "rules/shell/environment-change-lost-after-run.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::environment_change_lost_after_run {
namespace {

enum class Kind : std::uint8_t { none, variable, activation, folder, shell, service };

bool runs_something(std::string_view text) {
    return text.find("$(") != text.npos || text.find('`') != text.npos;
}

bool is_activation(std::string_view path) {
    auto const name = path.substr(path.rfind('/') + 1);
    return name.starts_with("activate")
           || model::list_holds(" .bashrc .bash_profile .profile profile setup.bash ", name);
}

Kind kind_of(model::Command const& command, std::string_view text) {
    auto const program = command.program;
    if (command.arguments.empty()) {
        bool const sets = !command.assignments.empty() && !runs_something(text);
        return sets ? Kind::variable : Kind::none;
    }
    auto const first = command.argument(1);
    if (program == "export") {
        bool const names = command.arguments.size() > 1 && !first.starts_with('-');
        return names && !runs_something(text) ? Kind::variable : Kind::none;
    }
    if (program == "." || program == "source") {
        return is_activation(first) ? Kind::activation : Kind::none;
    }
    if (program == "conda") return first == "activate" ? Kind::activation : Kind::none;
    if (program == "cd") return command.arguments.size() == 2 ? Kind::folder : Kind::none;
    if (program == "alias" || program == "umask" || program == "ulimit") {
        return command.arguments.size() > 1 ? Kind::shell : Kind::none;
    }
    auto const is_start = [](std::string_view verb) {
        return verb == "start" || verb == "restart";
    };
    if (command.argument(0).starts_with("/etc/init.d/")) {
        return is_start(first) ? Kind::service : Kind::none;
    }
    return program == "service" && is_start(command.argument(2)) ? Kind::service : Kind::none;
}

/// True when the command runs for certain in the RUN's own shell and writes nothing.
bool is_of_run(model::Command const& command) {
    return command.use == model::Use::run && command.script != nullptr && !command.script->is_nested
           && command.depth == 0 && !command.in_substitution
           && command.connector != model::Connector::pipe && !command.is_conditional
           && command.follower != model::Connector::pipe
           && command.follower != model::Connector::background && command.redirections.empty();
}

/// The fix where the setting is all that the RUN does.
void offer_fix(Reported finding, model::Command const& command, std::string_view keyword,
               std::string_view text, Pass const& pass) {
    auto const& instruction = pass.instruction();
    bool const is_all = command.span.begin == instruction.arguments.source().begin
                        && command.span.end == instruction.span.end && instruction.flags.empty();
    auto const dollar = text.find('$');
    bool const plain = dollar == text.npos || text.substr(dollar).starts_with("$PATH");
    if (is_all && plain && text.find('=') != 0) {
        finding.replace(instruction.span, std::string(keyword) + " " + std::string(text));
    }
}

void check_variable(model::Command const& command, Pass& pass) {
    auto const text = pass.text(command.span);
    if (command.arguments.empty()) {
        pass.report(command.span, variable, text);
        return;
    }
    auto const behind = Span{command.arguments[1].span.begin, command.span.end};
    auto const finding = pass.report(command.span, variable, pass.text(behind));
    bool const has_values =
        std::ranges::all_of(command.arguments.subspan(1), [](model::Argument const& argument) {
            return argument.raw.text().find('=') != std::string_view::npos;
        });
    if (has_values) offer_fix(finding, command, "ENV", pass.text(behind), pass);
}

void report(Kind kind, model::Command const& command, Pass& pass) {
    switch (kind) {
        case Kind::variable:
            return check_variable(command, pass);
        case Kind::activation:
            pass.report(command.span, activation);
            return;
        case Kind::folder: {
            auto const path = command.arguments[1].raw.text();
            auto const finding = pass.report(command.span, folder, path);
            bool const literal = path.starts_with('/') && path.find('$') == path.npos;
            if (literal) offer_fix(finding, command, "WORKDIR", path, pass);
            return;
        }
        case Kind::shell:
            pass.report(command.span, shell, command.program);
            return;
        default:
            pass.report(command.span, service);
    }
}

/// True when the RUN has changed its folder before.
bool comes_back(model::Command const& command, model::Stage const& stage) {
    auto const* const begin = stage.commands.data();
    for (auto const* other = &command; other != begin;) {
        --other;
        if (other->instruction != command.instruction) return false;
        if (other->depth == 0 && (other->program == "cd" || other->program == "pushd")) return true;
    }
    return false;
}

/// From the last command of an instruction backwards, as long as there are only settings.
void check(model::Command const& last, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr) return;
    auto const* const begin = stage->commands.data();
    auto const* const end = begin + stage->commands.size();
    if (&last + 1 != end && (&last + 1)->instruction == last.instruction) return;
    for (auto const* command = &last; command->instruction == last.instruction; --command) {
        if (!is_of_run(*command)) return;
        auto const kind = kind_of(*command, pass.text(command->span));
        if (kind == Kind::none) return;
        // The way back to where the RUN came from is not meant to last.
        if (kind == Kind::folder && comes_back(*command, *stage)) return;
        report(kind, *command, pass);
        if (command == begin) return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::environment_change_lost_after_run
