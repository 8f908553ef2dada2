// Finds escape sequences in the words of an echo that does not expand them.
#include "rules/shell/echo-escape-sequence.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::echo_escape_sequence {
namespace {

/// The first sequence that echo -e knows and that hardly means anything else.
std::string_view sequence_in(model::Argument const& argument) {
    auto const raw = argument.raw.text();
    auto const text = argument.value.text_or_empty();
    // Text in quotes of its own, or with the backslash itself escaped, is for another program.
    if (!argument.quoted || raw.find("\\\\") != raw.npos) return {};
    if (text.find_first_of("'\"") != text.npos) return {};
    for (auto at = text.find('\\'); at != text.npos; at = text.find('\\', at + 1)) {
        auto const sequence = text.substr(at, 2);
        if (sequence == "\\n" || sequence == "\\t") return sequence;
    }
    return {};
}

void check(model::Command const& command, Pass& pass) {
    auto const* script = command.script;
    if (command.argument(0) != "echo" || command.arguments.size() < 2 || script == nullptr) return;
    bool const keeps = script->is_certainly(model::ShellKind::bash)
                       || script->is_certainly(model::ShellKind::busybox);
    if (!keeps || command.wrappers != model::wrapper_none) return;
    // What another program reads may be a pattern, and what nobody reads matters little.
    if (command.redirections.empty()) return;
    for (auto const& argument : command.arguments.subspan(1)) {
        auto const text = argument.value.text_or_empty();
        if (&argument == &command.arguments[1] && text.starts_with('-')
            && text.find('e') != text.npos) {
            return;
        }
        auto const sequence = sequence_in(argument);
        if (sequence.empty()) continue;
        pass.report(argument.span, literal, sequence)
            .insert(command.arguments.front().span.end, " -e");
        return;
    }
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" echo ");

}  // namespace dockcheck::rules::echo_escape_sequence
