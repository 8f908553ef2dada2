// Finds installs of npm that leave their download cache in the image.
#include "rules/node/npm-cache-left-in-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/removed_programs.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::npm_cache_left_in_layer {
namespace {

using model::Verb;

constexpr std::string_view folders[] = {"~/.npm", "~/.npm/_cacache"};

model::PackageCommand npm_command(model::Command const& command, Pass const& pass) {
    if (command.program != "npm") return {};
    return model::package_command(command, pass.build().arena());
}

bool downloads(model::PackageCommand const& npm) {
    if (npm.verb != Verb::install) return false;
    if (npm.has_option("--dry-run") || npm.has_option("--offline")) return false;
    return npm.installs_manifests || !npm.packages.empty();
}

/// The cache is moved where nobody looks here.
bool is_elsewhere(model::Command const& command, model::PackageCommand const& npm,
                  Pass const& pass) {
    if (npm.has_option("--cache") || npm.has_option("--userconfig")) return true;
    auto const& stage = *pass.stage();
    static constexpr std::string_view all_settings[] = {"npm_config_cache", "set cache",
                                                        "npm_config_userconfig"};
    for (auto const setting : all_settings) {
        if (model::is_mentioned_before(pass.build(), stage, command, setting)) return true;
    }
    return false;
}

void report(model::Command const& command, model::PackageCommand const& npm, Pass& pass) {
    auto const& build = pass.build();
    auto const span = model::called_at(npm);
    auto const called = model::called(npm);
    // Packages without which there is no npm.
    static constexpr std::string_view packages[] = {"npm", "nodejs", "node", "nodejs-npm",
                                                    "nodejs-current"};
    auto const* const remover = model::remover_behind(build, *pass.stage(), command, packages);
    bool const is_other = model::is_run_by_other_account(build, command);
    auto reported = remover != nullptr
                        ? pass.report(span, gone, called, model::called(*remover, build.arena()))
                    : is_other ? pass.report(span, of_other, called)
                               : pass.report(span, left, called);
    reported.in_script_of(command);
    if (command.wrappers != model::wrapper_none) return;
    auto const end =
        model::append_command(build, *command.instruction,
                              remover != nullptr ? "rm -rf ~/.npm" : "npm cache clean --force");
    if (end) reported.insert(end->offset, end->text);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    auto const npm = npm_command(command, pass);
    if (!downloads(npm) || model::may_hide_option(command)) return;
    // Where Windows keeps the cache is another matter, and which shell reads the RUN.
    if (pass.stage()->root().image.path.find("windows") != std::string_view::npos) return;
    auto const& stage = *pass.stage();
    for (auto const& other : model::commands_behind(stage, command)) {
        auto const later = npm_command(other, pass);
        if (downloads(later) || later.verb == Verb::clean) return;
    }
    if (is_elsewhere(command, npm, pass) || model::is_mounted(command, folders)) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    report(command, npm, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::npm);

}  // namespace dockcheck::rules::npm_cache_left_in_layer
