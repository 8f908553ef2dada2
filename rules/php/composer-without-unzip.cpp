// Finds composer install where nothing unpacks what it downloads.
#include "rules/php/composer-without-unzip.hpp"

#include <algorithm>
#include <string>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/composer_lock.hpp"
#include "analyzer/model/late_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/php_setup.hpp"
#include "analyzer/model/program_search.hpp"

namespace dockcheck::rules::composer_without_unzip {
namespace {

/// True where an archive may be unpacked, or fetched by git in its place.
bool may_unpack(Pass const& pass, model::Command const& command) {
    auto const& build = pass.build();
    auto const& stage = *pass.stage();
    for (std::string_view const program : {"unzip", "git"}) {
        if (model::find_program(build, stage, program, &command) != knowledge::Brings::no)
            return true;
    }
    return model::may_have_extension(build, stage, command, "zip")
           || model::is_mentioned_before(build, stage, command, "7z");
}

void check(model::Command const& command, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || pass.context() == nullptr || pass.is_trigger()) return;
    auto const* image = model::known_image(stage->root());
    // BusyBox has an unzip of its own.
    bool const is_subject = image != nullptr && image->name == "php"
                            && image->family == knowledge::ImageFamily::debian
                            && command.program == "composer";
    if (!is_subject) return;
    auto const& build = pass.build();
    auto const& install = model::package_command(command, build.arena());
    if (install.verb != model::Verb::install || !install.installs_manifests) return;
    for (std::string_view const option : {"--working-dir", "-d", "--dry-run", "--download-only"}) {
        if (install.has_option(option)) return;
    }
    if (!model::needs_files_of_image(*stage, command) || !pass.may_look_around()) return;
    if (model::is_mentioned_before(build, *stage, command, "COMPOSER=")) return;
    auto const project = model::placed_manifest_beside(build, *stage, command, "composer.json");
    if (project.manifest == nullptr) return;
    auto const at = [&](std::string_view name) {
        return build.landing(command, model::clean_path(project.image_folder + std::string(name)));
    };
    auto const lock = at("composer.lock");
    // What is there already is not fetched again.
    bool const has_all = at("vendor/autoload.php").kind != model::Landing::Kind::absent;
    if (lock.kind != model::Landing::Kind::context_file || has_all) return;
    auto const* source = pass.context()->read(lock.context_path);
    auto const package = source == nullptr ? std::string() : model::zipped_package_of_lock(*source);
    if (package.empty() || may_unpack(pass, command)) return;
    auto const place = join(command.arguments[0].span, command.arguments[1].span);
    pass.report(place, without, package, model::shown_name(stage->root()));
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::composer);

}  // namespace dockcheck::rules::composer_without_unzip
