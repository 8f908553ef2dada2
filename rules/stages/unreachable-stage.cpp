// Finds stages that are not built.
#include "rules/stages/unreachable-stage.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unreachable_stage {
namespace {

bool uses(model::Stage const& user, model::Stage const& used) {
    if (&user == &used) return false;
    auto const names = [&](model::Reference const& reference) { return reference.stage == &used; };
    return user.parent == &used || std::ranges::any_of(user.mounts, names)
           || std::ranges::any_of(user.transfers, [&](model::Transfer const& transfer) {
                  return transfer.from != nullptr && names(*transfer.from);
              });
}

void check(model::Stage const& stage, Pass& pass, Options const& options) {
    auto const& build = pass.build();
    if (stage.reach != model::Reach::unreachable || stage.from == nullptr) return;
    // A last stage that is not the target is what others build.
    if (&stage == &build.stages().back()) return;
    // An image given from outside and nothing more: a hook for triggers of other images.
    auto const is_hook = stage.from->image.text.text().find('$') != std::string_view::npos;
    if (is_hook && stage.instructions.empty()) return;
    // A reference that nobody can read may name it.
    for (auto const& other : build.stages()) {
        if (uses(other, stage)) return;
        if (other.base.kind == model::Reference::Kind::unknown) return;
        // Another value of the variable names another stage.
        bool const is_variable =
            other.from != nullptr
            && other.from->image.text.text().find('$') != std::string_view::npos;
        if (is_variable && other.index > stage.index) return;
    }
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
