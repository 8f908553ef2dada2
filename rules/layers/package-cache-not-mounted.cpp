// Finds installs that begin with an empty cache at each build.
#include "rules/layers/package-cache-not-mounted.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/run_mounts.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::package_cache_not_mounted {
namespace {

using model::Manager;

/// Where a manager keeps what it has downloaded, from its own documentation; the first is named.
struct Cache {
    Manager manager;
    std::string_view folders[3];
    model::WordList settings;  ///< variables that move it
    bool is_store = false;     ///< what is built later reads the packages from there
};

constexpr Cache caches[] = {
    {Manager::pip, {"~/.cache/pip"}, " PIP_CACHE_DIR XDG_CACHE_HOME PIP_CONFIG_FILE "},
    {Manager::uv, {"~/.cache/uv"}, " UV_CACHE_DIR XDG_CACHE_HOME "},
    {Manager::poetry, {"~/.cache/pypoetry"}, " POETRY_CACHE_DIR XDG_CACHE_HOME "},
    {Manager::npm, {"~/.npm"}, " npm_config_cache NPM_CONFIG_CACHE "},
    {Manager::yarn,
     {"/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn/berry/cache"},
     " YARN_CACHE_FOLDER YARN_GLOBAL_FOLDER "},
    {Manager::pnpm,
     {"~/.local/share/pnpm/store", "/pnpm/store", "~/.pnpm-store"},
     " PNPM_HOME npm_config_store_dir NPM_CONFIG_STORE_DIR XDG_DATA_HOME "},
    {Manager::bun, {"~/.bun/install/cache"}, " BUN_INSTALL BUN_INSTALL_CACHE_DIR "},
    {Manager::go,
     {"/go/pkg/mod", "/go/pkg/mod/cache", "~/go/pkg/mod"},
     " GOPATH GOMODCACHE GOFLAGS ",
     true},
    {Manager::cargo,
     {"/usr/local/cargo/registry", "/usr/local/cargo/registry/cache", "~/.cargo/registry"},
     " CARGO_HOME ",
     true},
    {Manager::composer,
     {"~/.composer/cache", "~/.cache/composer", "/tmp/cache"},
     " COMPOSER_HOME COMPOSER_CACHE_DIR XDG_CACHE_HOME "},
    {Manager::dotnet, {"~/.nuget/packages"}, " NUGET_PACKAGES ", true},
    {Manager::maven, {"~/.m2"}, " MAVEN_CONFIG MAVEN_OPTS ", true},
    {Manager::gradle, {"~/.gradle", "/home/gradle/.gradle"}, " GRADLE_USER_HOME ", true},
};

bool is_moved(Cache const& cache, model::Command const& command, Pass const& pass) {
    using State = dockerfile::Variable::State;
    bool moved = std::ranges::any_of(command.assignments, [&](model::Assignment const& assignment) {
        return model::list_holds(cache.settings, assignment.name);
    });
    cache.settings.each([&](std::string_view name) {
        auto const variable = pass.build().variable(*command.instruction, name);
        auto const value = variable.value.text_or_empty();
        // What an official image sets is where it is looked for.
        bool const is_usual =
            !value.empty() && std::ranges::any_of(cache.folders, [&](std::string_view folder) {
                return folder.starts_with(value);
            });
        moved = moved || (variable.state == State::known && !is_usual);
    });
    return moved;
}

/// True for an install that may download something.
bool downloads(model::PackageCommand const& install) {
    bool const installs =
        install.verb == model::Verb::install || install.verb == model::Verb::download;
    bool const is_offline = install.has_option("--no-index") || install.has_option("--offline");
    return installs && !is_offline && (!install.packages.empty() || install.installs_manifests);
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (command.use != model::Use::run || stage == nullptr || stage->is_windows) return;
    if (stage->reach == model::Reach::unreachable || pass.build().image() != nullptr) return;
    auto const& install = model::package_command(command, pass.build().arena());
    auto const cache = std::ranges::find(caches, install.manager, &Cache::manager);
    if (cache == std::end(caches) || !downloads(install)) return;
    auto const program =
        command.program.starts_with("python") ? std::string_view("pip") : command.program;
    bool const is_wanted = std::ranges::any_of(
        options.managers, [&](std::string_view name) { return program.starts_with(name); });
    if (!is_wanted || !model::relies_on_buildkit(pass.build()) || is_moved(*cache, command, pass))
        return;
    if (model::is_run_by_other_account(pass.build(), command)) return;
    auto const unused = std::ranges::find(cache->folders, std::string_view());
    std::span<std::string_view const> const folders(std::begin(cache->folders), unused);
    if (model::is_mounted(command, folders)) return;
    auto folder = std::string(folders.front());
    if (folder.starts_with('~')) folder.replace(0, 1, "/root");
    pass.report(model::called_at(install), cache->is_store ? store : cold, program, folder);
}

}  // namespace

constinit Check const rule = on<check>().for_managers_of_languages();

}  // namespace dockcheck::rules::package_cache_not_mounted
