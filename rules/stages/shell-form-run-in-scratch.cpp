// Finds RUN in the shell form where there is no shell.
#include "rules/stages/shell-form-run-in-scratch.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/paths.hpp"

namespace dockcheck::rules::shell_form_run_in_scratch {
namespace {

/// True unless it certainly puts its files somewhere else than where a shell is looked for.
bool may_bring_shell(model::Transfer const& transfer) {
    auto const target = transfer.target.known();
    if (!target) return true;
    auto const path = model::clean_path(*target);
    return path == "/" || path == "/bin" || path.starts_with("/bin/") || path == "/usr"
           || path.starts_with("/usr/");
}

void check(model::Stage const& last, Pass& pass) {
    if (last.root().kind != model::Reference::Kind::scratch || last.is_windows) return;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return;
    }
    if (last.parent != nullptr) return;
    for (auto const& instruction : last.instructions) {
        if (instruction.is_faulty || instruction.keyword == ast::Keyword::shell) return;
        auto const* const run = ast::get_if<ast::Run>(&instruction.node);
        if (run != nullptr) {
            bool const needs_shell = !run->command.json && run->mounts.empty();
            if (needs_shell) pass.report(instruction.name_span, shell, "/bin/sh");
            return;
        }
        auto const* const transfer = last.transfer_of(instruction);
        if (transfer != nullptr && may_bring_shell(*transfer)) return;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::shell_form_run_in_scratch
