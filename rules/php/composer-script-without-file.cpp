// Finds composer install and update whose scripts start a file that is copied later.
#include "rules/php/composer-script-without-file.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/plain_scripts.hpp"

namespace dockcheck::rules::composer_script_without_file {
namespace {

using context::Dependency;
using model::Manager;
using Project = model::PlacedManifest;

constexpr int deepest_script = 4;
/// Commands that are looked at for one install.
constexpr int most_commands = 200;

struct MissingFile {
    Dependency const* command = nullptr;
    std::string file;
};

class Search {
 public:
    Search(Pass const& pass, model::Command const& install, Project const& project)
        : pass_(pass), install_(install), project_(project) {}

    /// Whether to go on to the next event: false when a file is missing or when nobody can tell
    /// what a command does, which may make files.
    bool passes(std::string_view event, int depth = 0) {
        if (depth > deepest_script) return false;
        return std::ranges::all_of(project_.manifest->scripts, [&](Dependency const& command) {
            if (command.name != event) return true;
            return ++commands_ <= most_commands && is_passed(command, depth);
        });
    }

    MissingFile found;

 private:
    bool is_passed(Dependency const& command, int depth) {
        std::string_view const text = command.version;
        if (text == "symfony-cmd") {
            if (starts_console()) look_for(command, "bin/console");
            return false;
        }
        if (text.starts_with("Illuminate\\Foundation\\ComposerScripts::")) return true;
        if (text.starts_with('@') && !text.starts_with("@php "))
            return passes(text.substr(1), depth + 1);
        auto const file = model::file_of_plain_command(model::first_plain_command(text));
        if (!file.empty()) look_for(command, file);
        return false;
    }

    /// Symfony's plugin hands such commands to the console of the project, where that is asked for;
    /// without symfony.lock it makes the console first.
    [[nodiscard]] bool starts_console() const {
        auto const* const manifest = pass_.context()->read(project_.path);
        if (manifest == nullptr
            || manifest->bytes().find("symfony/console") == std::string_view::npos)
            return false;
        auto const path = project_.image_folder + "symfony.lock";
        return pass_.build().landing(install_, model::clean_path(path)).kind
               == model::Landing::Kind::context_file;
    }

    void look_for(Dependency const& command, std::string_view file) {
        auto const name = std::string(file.substr(file.starts_with("./") ? 2 : 0));
        auto const path = project_.image_folder + name;
        if (model::is_copied_too_late(pass_.build(), install_, path, project_.folder + name))
            found = {&command, name};
    }

    Pass const& pass_;
    model::Command const& install_;
    Project const& project_;
    int commands_ = 0;
};

bool is_subject(Pass const& pass, model::Command const& command) {
    return pass.stage() != nullptr && pass.context() != nullptr && !pass.is_trigger()
           && model::needs_files_of_image(*pass.stage(), command);
}

/// The commands that go through the scripts: install, update, and require, which updates.
bool runs_scripts(model::Command const& command, model::PackageCommand const& words) {
    if (words.verb == model::Verb::install && words.installs_manifests) return true;
    bool const is_global = command.argument(1) == "global" || words.has_option("--global");
    bool const changes = words.verb == model::Verb::install || words.verb == model::Verb::upgrade;
    return changes && !is_global;
}

/// The events of a command in their order. Without a lock file, install does what update does;
/// where nobody knows whether there is one, only those of the autoloader are certain.
std::vector<std::string_view> events_of(Pass const& pass, model::Command const& command,
                                        model::PackageCommand const& words,
                                        Project const& project) {
    std::vector<std::string_view> events{"pre-autoload-dump", "post-autoload-dump"};
    if (words.has_option("--no-autoloader")) events.clear();
    bool const installs = words.verb == model::Verb::install && words.installs_manifests;
    auto const lock = model::clean_path(project.image_folder + "composer.lock");
    auto const landing = pass.build().landing(command, lock).kind;
    if (installs && landing == model::Landing::Kind::context_file) {
        events.insert(events.begin(), "pre-install-cmd");
        events.emplace_back("post-install-cmd");
    } else if (!installs || landing == model::Landing::Kind::absent) {
        events.insert(events.begin(), "pre-update-cmd");
        events.emplace_back("post-update-cmd");
    }
    return events;
}

/// Another manifest or no script at all is asked for, or a package may bring the file.
bool may_be_otherwise(Pass const& pass, Project const& project) {
    for (std::string_view const word : {"COMPOSER=", "COMPOSER ", "COMPOSER_SKIP_SCRIPTS"}) {
        if (pass.build().may_hold(word) && pass.build().source().bytes().find(word) != word.npos)
            return true;
    }
    auto const* const text = pass.context()->read(project.path);
    if (text == nullptr) return true;
    for (std::string_view const word : {"bin-dir", "installer-paths"}) {
        if (text->bytes().find(word) != word.npos) return true;
    }
    return false;
}

void check(model::Command const& command, Pass& pass) {
    if (!is_subject(pass, command)) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (!runs_scripts(command, install)) return;
    for (auto const option :
         {"--no-scripts", "--dry-run", "--help", "-h", "--working-dir", "-d", "--download-only",
          "--lock", "--no-install", "--no-update", "--interactive", "-i"}) {
        if (install.has_option(option)) return;
    }
    if (!pass.may_look_around()) return;
    auto const& build = pass.build();
    auto const project =
        model::placed_manifest_beside(build, *pass.stage(), command, "composer.json");
    if (project.manifest == nullptr) return;
    if (may_be_otherwise(pass, project)) return;
    Search search(pass, command, project);
    for (auto const event : events_of(pass, command, install, project)) {
        if (!search.passes(event)) break;
    }
    if (search.found.command == nullptr) return;
    auto const& found = search.found;
    auto reported =
        pass.report(model::called_at(install), missing, model::called(install), found.command->name,
                    pass.context()->shown(project.path), found.file);
    reported.related(Place{pass.context()->read(project.path), found.command->span}, "the script");
    auto const* later =
        model::transfer_behind(build, *pass.stage(), command, project.folder + found.file);
    if (later != nullptr) reported.related(later->instruction->span, "this copies the file");
}

}  // namespace

constinit Check const rule = on<check>().for_managers(Manager::composer);

}  // namespace dockcheck::rules::composer_script_without_file
