// Finds services that undo the USER of their image.
#include "rules/users/manifest-runs-as-root.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::manifest_runs_as_root {
namespace {

bool is_root(std::string_view user) {
    auto const name = user.substr(0, user.find(':'));
    return name == "root" || name == "0";
}

void check(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !deployment.is_whole || !deployment.user) return;
    if (!is_root(deployment.user->text)) return;
    auto const& user = stage->config.user;
    auto const name = user.is_set() ? user.value.text_or_empty() : std::string_view{};
    if (name.empty() || is_root(name)) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    pass.report(deployment.place(*deployment.user), root, "the service " + deployment.service,
                deployment.user->text, name)
        .related(user.origin.place, "the account of the image");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::manifest_runs_as_root
