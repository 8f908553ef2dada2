// Finds installs of Bundler that need no network any more and have it.
#include "rules/ruby/bundler-install-with-network.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::rules::bundler_install_with_network {
namespace {

/// `bundle cache` and its older names fetch all gems without installing them.
bool fetches(model::Command const& command) {
    auto const verb = command.argument(1);
    bool const is_bundle = command.program == "bundle" || command.program == "bundler";
    return is_bundle && (verb == "cache" || verb == "package" || verb == "pack");
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    auto const& run = *command.instruction;
    if (!model::has_mount(run, "bind") || !model::has_mount(run, "cache")) return;
    if (run.flag("network") != nullptr || !pass.may_look_around()) return;
    auto const position = pass.build().position_of(run);
    auto const fetched = std::ranges::find_if(stage->commands, [&](model::Command const& other) {
        return fetches(other) && pass.build().position_of(*other.instruction) < position;
    });
    if (fetched == stage->commands.end()) return;
    auto const& bundle = model::package_command(command, pass.build().arena());
    pass.report(model::called_at(bundle), networked).related(fetched->span, "fetched here");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_install_with_network
