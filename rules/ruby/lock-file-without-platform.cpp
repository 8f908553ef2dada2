// Finds bundle install in deployment mode with a lock file for other systems than Linux.
#include "rules/ruby/lock-file-without-platform.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/failing_step.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"

namespace dockcheck::rules::lock_file_without_platform {
namespace {

/// A platform that no container of Linux is.
bool is_foreign(std::string_view platform) {
    static constexpr std::string_view systems[] = {"-darwin", "-mingw", "-mswin", "-cygwin"};
    return std::ranges::any_of(systems,
                               [&](auto system) { return platform.find(system) != platform.npos; });
}

/// The lock file has to stay as it is.
bool is_frozen(Pass const& pass, model::Command const& command,
               model::PackageCommand const& install) {
    if (install.has_option("--deployment") || install.has_option("--frozen")) return true;
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"deployment", "frozen"}, [&](auto name) {
            return model::bundle_setting(pass.build(), *pass.stage(), command, name).is_on();
        });
}

/// Some command or setting may add a platform, or have another one taken.
bool may_have_platform(Pass const& pass, model::Command const& command) {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{
            "bundle lock", "add-platform", "force_ruby_platform", "specific_platform",
            "bundle update", "no-deployment", "BUNDLE_GEMFILE", "--gemfile"},
        [&](auto word) {
            return model::is_mentioned_before(pass.build(), *pass.stage(), command, word);
        });
}

void check(model::Command const& command, Pass& pass) {
    if (command.use != model::Use::run || pass.stage() == nullptr || pass.is_trigger()) return;
    if (pass.context() == nullptr || pass.stage()->is_windows) return;
    if (!model::is_bundle_install(pass.build(), command) || model::may_hide_option(command)) return;
    if (!model::must_succeed(*pass.stage(), command) || !pass.may_look_around()) return;
    std::string path;
    auto const* lock =
        model::manifest_beside(pass.build(), *pass.stage(), command, "Gemfile.lock", &path);
    if (lock == nullptr || lock->platforms.empty()) return;
    if (!std::ranges::all_of(lock->platforms, [](auto const& one) { return is_foreign(one.name); }))
        return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!is_frozen(pass, command, install) || may_have_platform(pass, command)) return;
    std::vector<std::string_view> names;
    for (auto const& platform : lock->platforms) names.push_back(platform.name);
    pass.report(model::called_at(install), missing, model::called(install),
                pass.context()->shown(path), model::listed(names))
        .related(Place{pass.context()->read(path), lock->platforms.front().span}, "the platforms");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::lock_file_without_platform
