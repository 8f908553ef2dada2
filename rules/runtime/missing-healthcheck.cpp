// Finds images of services without HEALTHCHECK.
#include "rules/runtime/missing-healthcheck.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::missing_healthcheck {
namespace {

/// True when nothing sets a health check for certain. The official images have none by policy
/// (docker-library/faq, "Healthcheck").
bool has_none(model::RuntimeConfig const& config, model::Stage const& stage) {
    if (!config.healthcheck.is_unknown()) return config.healthcheck.is_absent();
    auto const* image = model::known_image(stage.root());
    return image != nullptr && image->name.find('/') == std::string_view::npos;
}

/// Kubernetes does not look at it.
bool is_started_by_kubernetes(model::Build const& build, model::Stage const& stage) {
    return std::ranges::any_of(build.options().containers, [&](auto const& container) {
        return model::stage_of(build, container) == &stage;
    });
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->from == nullptr || !has_none(config, *stage)) return;
    if (is_started_by_kubernetes(pass.build(), *stage)) return;
    auto const& image = stage->root().image;
    if (matches_any_wildcard(model::name_of(image), options.serverless_images)) return;
    if (model::privileges_of(pass.build(), *stage) == model::Privileges::interactive) return;
    pass.report(stage->from->image.span, missing);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_healthcheck
