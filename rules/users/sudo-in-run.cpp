// Finds commands that are run by sudo.
#include "rules/users/sudo-in-run.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"

namespace dockcheck::rules::sudo_in_run {
namespace {

model::Argument const* sudo_of(model::Command const& command) {
    for (auto const& word : command.wrapper_words) {
        if (model::program_name(word) == "sudo") return &word;
    }
    return command.program == "sudo" ? &command.arguments.front() : nullptr;
}

/// True for the later commands of `sudo sh -c 'a && b'`: the first one was reported.
bool was_reported(model::Command const& command, Span sudo, model::Stage const& stage) {
    if (&command == stage.commands.data()) return false;
    auto const& before = *(&command - 1);
    auto const* const earlier = sudo_of(before);
    return earlier != nullptr && earlier->span == sudo && before.instruction == command.instruction;
}

bool goes_to_user(model::Command const& command) {
    for (auto const& word : command.wrapper_words) {
        auto const text = word.value.text_or_empty();
        if (model::list_holds(" -u --user -g --group ", text) || text.starts_with("--user=")
            || text.starts_with("-u")) {
            return true;
        }
    }
    return false;
}

/// The bytes of a word without the quotes of JSON.
Span bare_span(model::Argument const& word, model::Command const& command) {
    return command.exec_form ? word.raw.source() : word.span;
}

void report_as_root(model::Command const& command, model::Argument const& sudo, Pass& pass) {
    auto finding = pass.report(bare_span(sudo, command), as_root);
    bool const plain = command.wrapper_words.size() == 1 && !command.exec_form
                       && command.script != nullptr && !command.script->is_nested
                       && command.use == model::Use::run;
    if (plain) finding.remove({sudo.span.begin, command.span.begin});
}

void check(model::Command const& command, Pass& pass) {
    auto const* const sudo = sudo_of(command);
    if (sudo == nullptr || pass.stage() == nullptr) return;
    if (was_reported(command, sudo->span, *pass.stage())) return;
    auto const span = bare_span(*sudo, command);
    if (goes_to_user(command)) {
        pass.report(span, to_user);
        return;
    }
    auto const user = pass.build().user(*command.instruction);
    auto const name = user.value.text_or_empty();
    bool const outer = (command.wrappers & model::wrapper_user) != 0;
    if (outer || user.is_unknown()) {
        pass.report(span, unknown);
    } else if (user.is_absent() || name == "root" || name == "0" || name.starts_with("root:")) {
        report_as_root(command, *sudo, pass);
    } else {
        pass.report(span, as_other, name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::sudo_in_run
