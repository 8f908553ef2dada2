// Finds bundle install in production with the gems for development.
#include "rules/ruby/bundler-development-gems-installed.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"

namespace dockcheck::rules::bundler_development_gems_installed {
namespace {

/// A setting leaves out groups, or says which are wanted, or may do so.
bool chooses_groups(Pass const& pass, model::Command const& command, Options const& options) {
    auto const& build = pass.build();
    auto const& bundle = model::package_command(command, build.arena());
    if (bundle.has_option("--without") || bundle.has_option("--with")) return true;
    if (model::may_hide_option(command)) return true;
    auto const only = model::bundle_setting(build, *pass.stage(), command, "only");
    if (!only.is_unset()) return true;
    auto const without = model::bundle_setting(build, *pass.stage(), command, "without");
    if (without.state == model::BundleSetting::State::unknown) return true;
    return std::ranges::any_of(options.groups, [&](std::string_view group) {
        return without.value.find(group) != std::string::npos;
    });
}

/// False when the Gemfile is seen and has none of the groups.
bool may_have_groups(context::Manifest const* gemfile, Options const& options) {
    if (gemfile == nullptr || !gemfile->is_complete) return true;
    return std::ranges::any_of(options.groups,
                               [&](std::string_view group) { return gemfile->has_group(group); });
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    if (!model::is_production_ruby(pass.build(), *stage)) return;
    if (model::is_in_development(pass.build(), *stage, command)) return;
    if (chooses_groups(pass, command, options)) return;
    auto const* gemfile = model::manifest_beside(pass.build(), *stage, command, "Gemfile");
    if (!may_have_groups(gemfile, options) || options.groups.empty()) return;
    auto const group = options.groups.front();
    auto const& bundle = model::package_command(command, pass.build().arena());
    auto reported = pass.report(model::called_at(bundle), installed, group);
    // In production nothing of the group is loaded: certain where the stage says so and the Gemfile
    // is seen.
    bool const is_certain = gemfile != nullptr && gemfile->is_complete
                            && model::is_in_production(pass.build(), *stage, command);
    if (!is_certain) return;
    reported.insert(command.instruction->whole.begin,
                    model::env_line("BUNDLE_WITHOUT=" + std::string(group)));
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_development_gems_installed
