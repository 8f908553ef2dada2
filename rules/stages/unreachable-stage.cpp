// Finds stages that are not built.
#include "rules/stages/unreachable-stage.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unreachable_stage {
namespace {

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    auto const& build = pass.build();
    if (stage.reach != model::Reach::unreachable || stage.from == nullptr) return;
    // A last stage that is not the target is what others build.
    if (&stage == &build.stages().back()) return;
    // An image given from outside and nothing more: a hook for triggers of other images.
    auto const is_hook = stage.from->image.text.text().find('$') != std::string_view::npos;
    if (is_hook && stage.instructions.empty()) return;
    if (stage.may_be_used) return;
    if (stage.name.empty()) {
        pass.report(stage.from->image.span, unused);
        return;
    }
    if (options.ignore_named_stages) return;
    bool const are_targets_given = !build.options().targets.empty();
    pass.report(stage.from->name.span, target, stage.name)
        .severity(are_targets_given ? Severity::warning : Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unreachable_stage
