// Finds STOPSIGNAL where nobody listens.
#include "rules/windows/windows-stop-signal-ignored.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"

namespace dockcheck::rules::windows_stop_signal_ignored {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const& signal = config.stop_signal;
    if (!config.is_windows || signal.is_absent()) return;
    auto const* const stage = pass.stage();
    bool const may_be_linux = stage != nullptr && pass.build().image() == nullptr
                              && !model::is_windows_image(stage->root());
    if (may_be_linux || signal.origin.place.source == nullptr) return;
    pass.report(signal.origin.place, ignored, signal.origin.place.text());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::windows_stop_signal_ignored
