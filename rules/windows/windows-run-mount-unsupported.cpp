// Finds RUN --mount where there is none.
#include "rules/windows/windows-run-mount-unsupported.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::windows_run_mount_unsupported {
namespace {

void check(ast::Run const& run, Pass& pass) {
    if (pass.stage() == nullptr || !pass.stage()->is_windows || pass.is_trigger()) return;
    for (auto const& one : run.mounts) {
        pass.report(one.flag->span, mount, pass.text(one.flag->name_span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::windows_run_mount_unsupported
