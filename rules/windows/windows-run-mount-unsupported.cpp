// Finds RUN --mount where there is none.
#include "rules/windows/windows-run-mount-unsupported.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::windows_run_mount_unsupported {
namespace {

void check(ast::Run const& run, Pass& pass) {
    if (run.mounts.empty() || pass.stage() == nullptr) return;
    if (!model::is_windows_image(pass.stage()->root())) return;
    for (auto const& one : run.mounts) {
        auto const* const type = one.find("type");
        if (type == nullptr) continue;
        auto const kind = type->value.text();
        if (kind == "ssh" || kind == "tmpfs") pass.report(one.flag->span, mount, kind);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::windows_run_mount_unsupported
