// Finds composer install with the packages for development.
#include "rules/php/composer-dev-dependencies-installed.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/stage_purpose.hpp"

namespace dockcheck::rules::composer_dev_dependencies_installed {
namespace {

/// True when the image gets the packages: they are installed into it, or copied from the stage.
bool reaches_image(Pass const& pass, model::Command const& command) {
    auto const& own = *pass.stage();
    if (own.reach == model::Reach::final) return true;
    auto const folder = model::directory_of(pass.build(), own, command);
    if (own.reach != model::Reach::builder || !folder.is_known()) return false;
    auto const vendor = model::clean_path(std::string(*folder.known()) + "/vendor");
    for (auto const& stage : pass.build().stages()) {
        if (stage.reach != model::Reach::final) continue;
        for (auto const& transfer : stage.transfers) {
            if (transfer.from == nullptr || transfer.from->stage != &own) continue;
            for (auto const& source : transfer.sources) {
                auto const path =
                    model::clean_path("/" + std::string(source.value.text_or_empty()));
                if (source.value.is_known() && model::is_at_or_below(vendor, path)) return true;
            }
        }
    }
    return false;
}

bool is_install(Pass const& pass, model::Command const& command) {
    if (command.use != model::Use::run) return false;
    if (model::manager_of(command) != model::Manager::composer) return false;
    auto const& composer = model::package_command(command, pass.build().arena());
    return composer.verb == model::Verb::install && composer.installs_manifests;
}

/// A later command of the stage, or of one FROM it, takes them away again.
bool is_undone(Pass const& pass, model::Command const& command) {
    auto const position = pass.build().position_of(*command.instruction);
    for (auto const& stage : pass.build().stages()) {
        if (&stage != pass.stage() && stage.parent != pass.stage()) continue;
        for (auto const& other : stage.commands) {
            auto const at = pass.build().position_of(*other.instruction);
            bool const is_behind =
                at > position || (at == position && other.sequence > command.sequence);
            if (is_behind && model::has_word_with(other, "no-dev")) return true;
        }
    }
    return false;
}

/// Words of the environment that say that this is no production.
bool is_in_development(Pass const& pass, model::Command const& command) {
    static constexpr std::string_view all_names[] = {"APP_ENV", "SYMFONY_ENV", "ENVIRONMENT",
                                                     "APP_DEBUG"};
    for (auto const name : all_names) {
        auto const value = pass.build().variable(*command.instruction, name).value.text_or_empty();
        if (value == "dev" || value == "development" || value == "local" || value == "test"
            || value == "testing" || value == "true" || value == "1") {
            return true;
        }
    }
    static constexpr std::string_view all_words[] = {
        "xdebug",       "phpunit",       "phpcs",        "phpstan",
        "php-cs-fixer", "artisan serve", "server:start", "php -S"};
    for (auto const word : all_words) {
        if (!pass.build().positions_with(word).empty()) return true;
    }
    return model::is_for_development(pass.build(), *pass.stage());
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || stage->is_windows || pass.is_trigger() || command.is_conditional)
        return;
    if (!is_install(pass, command) || model::may_hide_option(command)) return;
    if (!pass.may_look_around()) return;
    auto const& composer = model::package_command(command, pass.build().arena());
    static constexpr std::string_view all_options[] = {"--no-dev", "--dev", "--help", "--dry-run"};
    for (auto const option : all_options) {
        if (composer.has_option(option)) return;
    }
    // In the environment, an assignment, or a variable among the words.
    if (model::is_mentioned_before(pass.build(), *stage, command, "COMPOSER_NO_DEV")
        || pass.text(command.instruction->whole).find("no-dev") != std::string_view::npos) {
        return;
    }
    if (!reaches_image(pass, command) || is_in_development(pass, command)) return;
    if (is_undone(pass, command)) return;
    auto const* manifest = model::manifest_beside(pass.build(), *stage, command, "composer.json");
    if (manifest != nullptr
        && !std::ranges::any_of(manifest->dependencies, &context::Dependency::is_development)) {
        return;
    }
    auto reported = pass.report(model::called_at(composer), installed, pass.text(command.span));
    if (composer.verb_argument != nullptr && command.script != nullptr) {
        reported.insert(composer.verb_argument->span.end, " --no-dev");
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::composer);

}  // namespace dockcheck::rules::composer_dev_dependencies_installed
