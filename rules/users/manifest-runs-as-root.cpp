// Finds services that undo the USER of their image.
#include "rules/users/manifest-runs-as-root.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::manifest_runs_as_root {
namespace {

/// Services that are started once, to prepare something, or to work with.
bool is_for_now(std::string_view service) {
    static constexpr std::string_view words[] = {"dev",   "test", "init",  "setup", "migrat",
                                                 "debug", "ci",   "shell", "perm",  "seed"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return service.find(word) != service.npos; });
}

void check(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !model::is_as_built(pass.build(), deployment)
        || !deployment.user)
        return;
    if (!model::names_root(deployment.user->text) || is_for_now(deployment.service)) return;
    if (deployment.command || deployment.has_entrypoint) return;
    if (deployment.is_optional || deployment.has_own_users) return;
    auto const& user = stage->config.user;
    auto const name = user.is_set() ? user.value.text_or_empty() : std::string_view{};
    if (name.empty() || model::names_root(name)
        || user.origin.kind != model::Origin::Kind::instruction)
        return;
    if (!pass.may_look_around() || model::is_for_development(pass.build(), *stage)) return;
    // A start that changes the account itself begins as root.
    using model::Privileges;
    if (model::brings_account_changer(*stage)
        || model::privileges_of(pass.build(), *stage) != Privileges::kept)
        return;
    pass.report(deployment.place(*deployment.user), root, "the service " + deployment.service,
                deployment.user->text, name)
        .related(user.origin.place, "the account of the image");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::manifest_runs_as_root
