// Finds flags for owners and modes on Windows.
#include "rules/windows/windows-chown-ignored.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::windows_chown_ignored {
namespace {

void check(model::Transfer const& transfer, Pass& pass) {
    if (transfer.instruction->flags.empty() || pass.stage() == nullptr) return;
    if (!model::is_windows_image(pass.stage()->root())) return;
    for (auto const& flag : transfer.instruction->flags) {
        if (flag.name != "chown" && flag.name != "chmod") continue;
        auto reported = pass.report(flag.span, ignored, pass.text(flag.span));
        auto const after = pass.text({flag.span.end, flag.span.end + 1});
        if (after == " ") reported.remove({flag.span.begin, flag.span.end + 1});
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::windows_chown_ignored
