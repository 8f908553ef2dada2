// Finds installs of Yarn that leave their download cache in the image.
#include "rules/node/yarn-cache-left-in-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/removed_programs.hpp"
#include "analyzer/model/run_end.hpp"

namespace dockcheck::rules::yarn_cache_left_in_layer {
namespace {

using model::Verb;

constexpr std::string_view folders[] = {"~/.cache/yarn", "/usr/local/share/.cache/yarn",
                                        "/usr/local/share/.cache/yarn/v6", "~/.yarn-cache"};

model::PackageCommand yarn_command(model::Command const& command, Pass const& pass) {
    if (model::manager_of(command) != model::Manager::yarn) return {};
    return model::package_command(command, pass.build().arena());
}

/// Yarn 2 and later keep their cache in the project, if they are not told otherwise.
bool is_berry(model::Command const& command, model::PackageCommand const& yarn, Pass const& pass) {
    static constexpr std::string_view all_options[] = {
        "--immutable", "--inline-builds", "--mode", "--immutable-cache", "--check-cache", "--all"};
    for (auto const option : all_options) {
        if (yarn.has_option(option)) return true;
    }
    if (yarn.verb_argument != nullptr && yarn.verb_argument->value.text_or_empty() == "focus") {
        return true;
    }
    static constexpr std::string_view all_words[] = {
        ".yarnrc.yml", ".yarn/",     ".yarn ",  "yarn set version",
        "yarn@stable", "yarn@berry", "corepack"};
    for (auto const word : all_words) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, word)) return true;
    }
    // A COPY without words may be that of the settings.
    for (auto const& instruction : pass.stage()->instructions) {
        if (&instruction == command.instruction) break;
        if (instruction.keyword == ast::Keyword::copy && instruction.says_nothing()) return true;
    }
    auto const* files = pass.context();
    return files != nullptr && files->look(".yarnrc.yml") == context::Presence::file;
}

bool is_elsewhere(model::Command const& command, model::PackageCommand const& yarn,
                  Pass const& pass) {
    if (yarn.has_option("--cache-folder") || yarn.has_option("--offline")) return true;
    static constexpr std::string_view all_settings[] = {"YARN_CACHE_FOLDER", "cache-folder",
                                                        "XDG_CACHE_HOME"};
    for (auto const setting : all_settings) {
        if (model::is_mentioned_before(pass.build(), *pass.stage(), command, setting)) return true;
    }
    return false;
}

void report(model::Command const& command, model::PackageCommand const& yarn, Pass& pass) {
    auto const& build = pass.build();
    auto const span = model::called_at(yarn);
    auto const called = model::called(yarn);
    // Packages without which there is no yarn.
    static constexpr std::string_view packages[] = {"yarn", "yarnpkg", "nodejs", "node",
                                                    "nodejs-current"};
    auto const* const remover = model::remover_behind(build, *pass.stage(), command, packages);
    bool const is_other = model::is_run_by_other_account(build, command);
    auto reported = remover != nullptr
                        ? pass.report(span, gone, called, model::called(*remover, build.arena()))
                    : is_other ? pass.report(span, of_other, called)
                               : pass.report(span, left, called);
    reported.in_script_of(command);
    if (command.wrappers != model::wrapper_none) return;
    auto const end = model::append_command(build, *command.instruction,
                                           remover != nullptr
                                               ? "rm -rf ~/.cache/yarn /usr/local/share/.cache/yarn"
                                               : "yarn cache clean");
    if (end) reported.insert(end->offset, end->text);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (!model::is_shipped(pass.stage(), command, options.include_builder_stages)) return;
    auto const yarn = yarn_command(command, pass);
    if (yarn.verb != Verb::install || model::may_hide_option(command)) return;
    auto const& stage = *pass.stage();
    for (auto const& other : model::commands_behind(stage, command)) {
        auto const later = yarn_command(other, pass);
        if (later.verb == Verb::install || later.verb == Verb::clean) return;
    }
    if (is_elsewhere(command, yarn, pass) || model::is_mounted(command, folders)) return;
    if (model::may_be_emptied(pass.build(), stage, command, folders)) return;
    if (is_berry(command, yarn, pass)) return;
    report(command, yarn, pass);
}

}  // namespace

constinit Check const rule = on<check>().for_managers(model::Manager::yarn);

}  // namespace dockcheck::rules::yarn_cache_left_in_layer
