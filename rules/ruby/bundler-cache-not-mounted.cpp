// Finds installs of Bundler that could keep their downloads in a cache mount.
#include "rules/ruby/bundler-cache-not-mounted.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_mounts.hpp"

namespace dockcheck::rules::bundler_cache_not_mounted {
namespace {

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    if (!pass.may_look_around() || !model::relies_on_buildkit(pass.build())) return;
    if (model::is_in_development(pass.build(), *stage, command)) return;
    auto const& run = *command.instruction;
    if (model::has_mount(run, "cache")) return;
    auto const& bundle = model::package_command(command, pass.build().arena());
    auto reported = pass.report(model::called_at(bundle), unmounted);
    if (!stage->root().image.path.ends_with("ruby")) return;
    // With a path of its own the cache lies elsewhere below it.
    if (!pass.build().positions_with("BUNDLE_PATH").empty()) return;
    reported.insert(run.name_span.end, " --mount=type=cache,target=/usr/local/bundle/cache");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_cache_not_mounted
