// Finds shipped images made from one that also holds what is only needed to build.
#include "rules/base-image/heavy-base-image.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/build_needs.hpp"
#include "analyzer/model/lighter_base.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::heavy_base_image {
namespace {

/// Another stage begins as this one does, and would get the lighter image, too.
bool is_shared(model::Build const& build, model::Stage const& last) {
    auto const is_in_chain = [&](model::Stage const& stage) {
        for (auto const* at = &last; at != nullptr; at = at->parent) {
            if (at == &stage) return true;
        }
        return false;
    };
    return std::ranges::any_of(build.stages(), [&](model::Stage const& stage) {
        bool const is_child = stage.parent != nullptr && is_in_chain(*stage.parent);
        return is_child && !is_in_chain(stage);
    });
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    using model::HeavyBase;
    auto const* const stage = pass.stage();
    if (stage == nullptr || config.is_windows || pass.build().image() != nullptr) return;
    auto const& root = stage->root();
    auto const lighter = model::lighter_base(root);
    if (!lighter || model::is_for_development(pass.build(), *stage)) return;
    if (is_shared(pass.build(), *stage)) return;
    if (!model::needs_no_build_tools(pass.build(), *stage, lighter->language)) return;
    auto const written = root.value.text_or_empty();
    bool const is_slim =
        lighter->language == HeavyBase::python || lighter->language == HeavyBase::node;
    auto const& message = is_slim                                ? compilers
                          : lighter->language == HeavyBase::java ? java_development
                                                                 : dotnet_development;
    auto finding = pass.report(root.span, message, written, lighter->image);
    // Which of two runtimes a program of .NET needs stands in its project.
    bool const is_sure = lighter->language != HeavyBase::dotnet;
    if (is_sure && pass.text(root.span) == written) finding.replace(root.span, lighter->image);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::heavy_base_image
