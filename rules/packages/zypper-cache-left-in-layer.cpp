// Finds installs of zypper that leave their cache in a layer of the image.
#include "rules/packages/zypper-cache-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_manager.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::zypper_cache_left_in_layer {
namespace {

using model::Verb;

constexpr std::string_view folders[] = {"/var/cache/zypp"};

model::PackageCommand zypper_command(model::Command const& command, Pass const& pass) {
    if (command.program != "zypper") return {};
    return model::package_command(command, pass.build().arena());
}

bool fills_cache(model::PackageCommand const& zypper) {
    if (zypper.verb == Verb::install) {
        return !zypper.has_option("--root") && !zypper.has_option("-R")
               && !zypper.has_option("--installroot") && !zypper.has_option("--dry-run");
    }
    return zypper.verb == Verb::upgrade && zypper.verb_argument->value.text_or_empty() == "patch";
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    if ((command.wrappers & model::wrapper_user) != 0) return;
    auto const zypper = zypper_command(command, pass);
    if (!fills_cache(zypper)) return;
    auto const& stage = *pass.stage();
    for (auto const& other : model::commands_behind(stage, command)) {
        auto const later = zypper_command(other, pass);
        if (fills_cache(later) || later.verb == Verb::clean) return;
    }
    if (model::is_mounted(command, folders)) return;
    if (!model::base_without(model::Manager::zypper, stage).manager.empty()) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    auto reported = pass.report(model::called_at(zypper), left, model::called(zypper));
    reported.in_script_of(command);
    bool const has_sudo = (command.wrappers & model::wrapper_sudo) != 0;
    auto const end =
        model::append_command(pass.build(), *command.instruction,
                              has_sudo ? "sudo zypper clean --all" : "zypper clean --all");
    if (end) reported.insert(end->offset, end->text);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::zypper);

}  // namespace dockcheck::rules::zypper_cache_left_in_layer
