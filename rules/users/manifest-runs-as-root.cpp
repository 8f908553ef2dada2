// Finds services and pods that undo the USER of their image.
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

/// The account of the image where it is another than root and its start keeps it, as far as that is
/// certain; or empty.
std::string_view own_account(model::Stage const& stage, Pass& pass) {
    auto const& user = stage.config.user;
    auto const name = user.is_set() ? user.value.text_or_empty() : std::string_view{};
    if (name.empty() || model::names_root(name)
        || user.origin.kind != model::Origin::Kind::instruction)
        return {};
    if (!pass.may_look_around() || model::is_for_development(pass.build(), stage)) return {};
    // A start that changes the account itself begins as root.
    using model::Privileges;
    bool const may_change = model::brings_account_changer(stage)
                            || model::privileges_of(pass.build(), stage) != Privileges::kept;
    return may_change ? std::string_view{} : name;
}

void check(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !model::is_as_built(pass.build(), deployment)
        || !deployment.user)
        return;
    if (!model::names_root(deployment.user->text) || is_for_now(deployment.service)) return;
    if (deployment.command || deployment.has_entrypoint) return;
    if (deployment.is_optional || deployment.has_own_users) return;
    auto const name = own_account(*stage, pass);
    if (name.empty()) return;
    pass.report(deployment.place(*deployment.user), root, "the service " + deployment.service,
                deployment.user->text, name)
        .related(stage->config.user.origin.place, "the account of the image");
}

/// What needs more rights anyway, or files of its machine, has its reasons to be root.
void check_container(model::PodContainer const& container, Pass& pass) {
    if (!container.run_as_user || container.run_as_user->text != "0") return;
    if (container.is_for_setup || container.kind == "Job" || container.kind == "CronJob") return;
    if (is_for_now(container.name) || is_for_now(container.workload)) return;
    if (!container.starts_image() || pass.stage()->is_windows) return;
    if (container.has_more_rights || container.has_host_files || container.has_own_users) return;
    auto const name = own_account(*pass.stage(), pass);
    if (name.empty()) return;
    pass.report(container.run_as_user->place, root_in_pod, container.described(), name)
        .related(pass.stage()->config.user.origin.place, "the account of the image");
}

}  // namespace

constinit Check const rule = on<check, check_container>();

}  // namespace dockcheck::rules::manifest_runs_as_root
