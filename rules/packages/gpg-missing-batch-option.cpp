// Finds gpg without --batch, which may ask a question.
#include "rules/packages/gpg-missing-batch-option.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"

namespace dockcheck::rules::gpg_missing_batch_option {
namespace {

bool never_asks(std::string_view word) {
    static constexpr std::string_view options[] = {"--batch", "--no-tty",  "--version",   "--help",
                                                   "-h",      "--dearmor", "--list-keys", "-k"};
    return std::ranges::find(options, word) != std::ranges::end(options);
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr) return;
    if (command.program != "gpg" && command.program != "gpg2") return;
    if (command.arguments.size() < 2 || model::may_hide_option(command)) return;
    bool const is_safe = std::ranges::any_of(command.arguments, [](model::Argument const& word) {
        return never_asks(word.value.text_or_empty());
    });
    if (is_safe) return;
    auto const& program = command.arguments.front();
    pass.report(program.span, batch, command.program)
        .insert(program.span.end, command.exec_form ? ", \"--batch\"" : " --batch");
}

}  // namespace

constinit Check const rule = on<check>().for_programs(" gpg gpg2 ");

}  // namespace dockcheck::rules::gpg_missing_batch_option
