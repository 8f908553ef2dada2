// Finds images without a label that the configuration asks for.
#include "rules/labels/missing-required-label.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::rules::missing_required_label {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr) return;
    auto const is_unknown = [](auto const& label) { return !label.name.is_known(); };
    if (std::ranges::any_of(config.labels, is_unknown)) return;
    for (auto const wanted : options.labels) {
        auto const is_wanted = [&](auto const& label) { return label.name.known() == wanted; };
        if (std::ranges::any_of(config.labels, is_wanted)) continue;
        auto const near = std::ranges::find_if(config.labels, [&](auto const& label) {
            return equal_without_case(*label.name.known(), wanted);
        });
        if (near == config.labels.end()) {
            pass.report(stage->from->image.span, missing, wanted);
        } else {
            pass.report(near->place, misspelt, wanted, *near->name.known());
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_required_label
