// Finds RUN of files from the context that nobody may execute.
#include "rules/shell/run-script-not-executable.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/mode_changes.hpp"

namespace dockcheck::rules::run_script_not_executable {
namespace {

/// COPY --chmod=755 where one file is copied, so that no other one gets the bit.
bool copies_alone(model::Transfer const& transfer) {
    return transfer.sources.size() == 1 && !transfer.sources[0].has_wildcard && !transfer.is_add;
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || pass.context() == nullptr) return;
    if (stage->is_windows || pass.is_trigger() || command.arguments.empty()) return;
    auto const& word = command.arguments.front();
    auto const written = word.value.known();
    if (!written || written->find('/') == written->npos) return;
    if (!model::fails_the_build(*stage, command)) return;
    auto const path = model::path_of(pass.build(), *stage, command, word.value).known();
    if (!path) return;
    auto const found = pass.build().landing(command, *path);
    if (found.kind != model::Landing::Kind::context_file || found.transfer == nullptr) return;
    if (found.transfer->instruction->flag("chmod") != nullptr) return;
    auto const status = pass.context()->status(found.context_path);
    if (status.kind != context::FileKind::file || status.executable) return;
    if (model::mode_may_change(pass.build(), *stage, *found.transfer, *path, &command)) return;
    auto finding =
        pass.report(word.span, mode, *written, pass.context()->shown(found.context_path));
    finding.related(found.transfer->instruction->span, "copied here");
    if (copies_alone(*found.transfer)) {
        finding.insert(found.transfer->instruction->name_span.end, " --chmod=755");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_script_not_executable
