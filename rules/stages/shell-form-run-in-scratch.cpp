// Finds RUN in the shell form where there is no shell.
#include "rules/stages/shell-form-run-in-scratch.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/shell_presence.hpp"

namespace dockcheck::rules::shell_form_run_in_scratch {
namespace {

void check(model::Stage const& last, Pass& pass) {
    if (last.parent != nullptr || !last.triggered.instructions.empty()) return;
    auto& arena = pass.build().arena();
    auto const base = model::base_without_shell(last, arena);
    if (base.empty()) return;
    for (auto const& instruction : last.instructions) {
        if (instruction.is_faulty || instruction.keyword == ast::Keyword::shell) return;
        auto const* const run = ast::get_if<ast::Run>(&instruction.node);
        if (run != nullptr) {
            bool const needs_shell = !run->command.json && run->mounts.empty();
            if (needs_shell) pass.report(instruction.name_span, shell, "/bin/sh", base);
            return;
        }
        auto const* const transfer = last.transfer_of(instruction);
        if (transfer != nullptr && model::may_bring_shell(*transfer, arena)) return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_form_run_in_scratch
