// Finds installs of Bundler that leave the archives of the gems in the image.
#include "rules/ruby/bundler-cache-left-in-layer.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/ruby_stages.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::bundler_cache_left_in_layer {
namespace {

constexpr std::string_view folders[] = {"~/.bundle", "~/.bundle/cache", "/usr/local/bundle",
                                        "/usr/local/bundle/cache"};

bool cleans(Pass const& pass, model::Command const& command) {
    auto const manager = model::manager_of(command);
    if (manager == model::Manager::bundler || manager == model::Manager::gem) {
        auto const verb = model::package_command(command, pass.build().arena()).verb;
        return verb == model::Verb::clean;
    }
    if (command.program == "rm" || command.program == "find") {
        return model::has_word_with(command, "cache") || model::has_word_with(command, ".bundle")
               || model::has_word_with(command, "gems") || model::may_hide_option(command);
    }
    return command.program.empty() && !command.arguments.empty();
}

/// The commands behind it, in its own RUN and in later ones.
bool is_cleaned_later(Pass const& pass, model::Command const& command) {
    auto const position = pass.build().position_of(*command.instruction);
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& other) {
        if (other.use != model::Use::run) return false;
        auto const at = pass.build().position_of(*other.instruction);
        bool const is_behind =
            at > position || (at == position && other.sequence > command.sequence);
        return is_behind && cleans(pass, other);
    });
}

/// The official images of Ruby have one folder for all gems; elsewhere gem tells it.
Reported report(model::PackageCommand const& bundle, model::BundleSetting const& path, Pass& pass) {
    auto const span = model::called_at(bundle);
    if (path.state == model::BundleSetting::State::set && path.value != "/usr/local/bundle") {
        return pass.report(span, left_in_path, path.value);
    }
    bool const is_official = pass.stage()->root().image.path.ends_with("ruby");
    return is_official ? pass.report(span, left) : pass.report(span, left_by_gem);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* stage = pass.stage();
    if (!model::is_shipped(stage, command, false) || pass.is_trigger()) return;
    if (!model::is_bundle_install(pass.build(), command)) return;
    if (!pass.may_look_around()) return;
    if (model::is_in_development(pass.build(), *stage, command)) return;
    if (is_cleaned_later(pass, command) || model::is_mounted(command, folders)) return;
    if (model::may_be_emptied(pass.build(), *stage, command, folders)) return;
    // Another install behind it is the place to clean up.
    for (auto const& other : model::commands_behind(*stage, command)) {
        if (model::is_bundle_install(pass.build(), other)) return;
    }
    auto const& bundle = model::package_command(command, pass.build().arena());
    auto const path = model::bundle_setting(pass.build(), *stage, command, "path");
    auto reported = report(bundle, path, pass);
    reported.in_script_of(command);
    auto const* lock = model::manifest_beside(pass.build(), *stage, command, "Gemfile.lock");
    if (lock != nullptr && std::ssize(lock->dependencies) >= options.gem_count_for_warning) {
        reported.severity(Severity::warning);
    }
    if (!stage->root().image.path.ends_with("ruby") || command.wrappers != 0) return;
    bool const is_elsewhere =
        path.state == model::BundleSetting::State::set && path.value != "/usr/local/bundle";
    if (is_elsewhere || !pass.build().positions_with("BUNDLE_PATH").empty()) return;
    auto const end = model::append_command(pass.build(), *command.instruction,
                                           "rm -rf ~/.bundle/cache /usr/local/bundle/cache "
                                           "/usr/local/bundle/ruby/*/cache");
    if (end) reported.insert(end->offset, end->text);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_cache_left_in_layer
