// Finds installs of Bundler that leave the archives of the gems in the image.
#include "rules/ruby/bundler-cache-left-in-layer.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/manifest_beside.hpp"
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

using State = model::BundleSetting::State;

constexpr std::string_view usual_folder = "/usr/local/bundle";

/// The value of `--path X` or `--path=X`; empty where only the shell knows it.
std::string_view path_option(model::Command const& command) {
    constexpr std::string_view glued = "--path=";
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.argument(i);
        if (text == "--path") return command.argument(i + 1);
        if (text.starts_with(glued)) return text.substr(glued.size());
    }
    return {};
}

/// The folder of the gems where it is another than that of the image; empty where it is not.
/// Nullopt for one that only the shell knows.
std::optional<std::string> own_folder(model::Command const& command,
                                      model::PackageCommand const& bundle, Pass const& pass) {
    auto const& stage = *pass.stage();
    if (bundle.has_option("--path")) {
        auto const path = path_option(command);
        return path.empty() ? std::nullopt : std::optional(std::string(path));
    }
    // Bundler, "bundle install": --deployment installs to vendor/bundle.
    constexpr auto vendored = "vendor/bundle";
    if (bundle.has_option("--deployment")) return vendored;
    auto const path = model::bundle_setting(pass.build(), stage, command, "path");
    if (path.state == State::set) return path.value == usual_folder ? "" : path.value;
    auto const deployment = model::bundle_setting(pass.build(), stage, command, "deployment");
    return deployment.is_on() ? vendored : "";
}

/// The official images of Ruby have one folder for all gems; elsewhere gem tells it.
Reported report(model::PackageCommand const& bundle, std::optional<std::string> const& folder,
                Pass& pass) {
    auto const span = model::called_at(bundle);
    if (folder && !folder->empty()) return pass.report(span, left_in_path, *folder);
    bool const is_official = pass.stage()->root().image.path.ends_with("ruby");
    return is_official && folder ? pass.report(span, left) : pass.report(span, left_by_gem);
}

/// Deletes them where the folder is that of the official images.
void fix(model::Command const& command, Pass const& pass, Reported& reported) {
    if (!pass.stage()->root().image.path.ends_with("ruby") || command.wrappers != 0) return;
    if (!pass.build().positions_with("BUNDLE_PATH").empty()) return;
    auto const end = model::append_command(pass.build(), *command.instruction,
                                           "rm -rf ~/.bundle/cache /usr/local/bundle/cache "
                                           "/usr/local/bundle/ruby/*/cache");
    if (end) reported.insert(end->offset, end->text);
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
    auto const folder = own_folder(command, bundle, pass);
    auto reported = report(bundle, folder, pass);
    reported.in_script_of(command);
    auto const* lock = model::manifest_beside(pass.build(), *stage, command, "Gemfile.lock");
    if (lock != nullptr && std::ssize(lock->dependencies) >= options.gem_count_for_warning) {
        reported.severity(Severity::warning);
    }
    if (folder && folder->empty()) fix(command, pass, reported);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::bundler);

}  // namespace dockcheck::rules::bundler_cache_left_in_layer
