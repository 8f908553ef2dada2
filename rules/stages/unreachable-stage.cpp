// Finds stages that are not built.
#include "rules/stages/unreachable-stage.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::unreachable_stage {
namespace {

bool is_leaf(model::Stage const& stage, model::Build const& build) {
    return stage.reach == model::Reach::unreachable && stage.from != nullptr && !stage.name.empty()
           && !stage.may_be_used && &stage != &build.stages().back();
}

/// FROM scratch with nothing but copies from other stages: files to be taken out.
bool is_export(model::Stage const& stage) {
    return stage.base.kind == model::Reference::Kind::scratch && !stage.transfers.empty()
           && stage.transfers.size() == stage.instructions.size()
           && std::ranges::all_of(stage.transfers, [](model::Transfer const& transfer) {
                  return transfer.from != nullptr;
              });
}

void look_at(model::Stage const& stage, bool is_one_of_many, Pass& pass, Options const& options) {
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
    // The file shows that people build it by its name.
    bool const is_target = is_one_of_many || is_export(stage)
                           || model::is_named_for(build, stage, options.target_words);
    if (!are_targets_given && is_target) return;
    pass.report(stage.from->name.span, target, stage.name)
        .severity(are_targets_given ? Severity::warning : Severity::info);
}

void check(model::Build const& build, Pass& pass, Options const& options) {
    auto const leaves = std::ranges::count_if(
        build.stages(), [&](model::Stage const& stage) { return is_leaf(stage, build); });
    for (auto const& stage : build.stages()) look_at(stage, leaves > 1, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unreachable_stage
