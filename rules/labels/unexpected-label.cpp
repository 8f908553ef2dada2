// Finds labels of the final image that are not on a configured list.
#include "rules/labels/unexpected-label.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unexpected_label {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    if (options.labels.empty() && !options.strict) return;
    for (auto const& label : config.labels) {
        auto const name = label.name.known();
        if (!name || matches_any_wildcard(*name, options.labels)) continue;
        pass.report(label.place, unexpected, *name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unexpected_label
