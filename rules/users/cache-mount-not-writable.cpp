// Finds cache mounts of root in steps that another account runs.
#include "rules/users/cache-mount-not-writable.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::cache_mount_not_writable {
namespace {

using model::Command;
using model::Manager;

/// A folder that a tool writes to whenever it downloads or compiles, from its documentation.
struct Cache {
    Manager manager;
    std::string_view below_home;  ///< empty: it has no place there
    std::string_view elsewhere;   ///< where the official image has it; or empty
    std::string_view variable;    ///< that names it
    model::WordList verbs;        ///< which write there; none: all installs
    bool ends = true;             ///< the tool fails when it cannot
};

constexpr Cache caches[] = {
    {Manager::npm, "/.npm", {}, "npm_config_cache", {}},
    {Manager::npm, {}, {}, "NPM_CONFIG_CACHE", {}},
    {Manager::uv, "/.cache/uv", {}, "UV_CACHE_DIR", {}},
    {Manager::go, "/go/pkg/mod", "/go/pkg/mod", "GOMODCACHE", " mod get install "},
    {Manager::go, "/.cache/go-build", {}, "GOCACHE", " build test install vet "},
    {Manager::cargo, "/.cargo/registry", "/usr/local/cargo/registry", {}, " build fetch install "},
    {Manager::pip, "/.cache/pip", {}, "PIP_CACHE_DIR", {}, false},
    {Manager::yarn, "/.cache/yarn", {}, "YARN_CACHE_FOLDER", {}, false},
    {Manager::composer, "/.composer/cache", {}, "COMPOSER_CACHE_DIR", {}, false},
    {Manager::composer, "/.cache/composer", {}, {}, {}, false},
};

/// The account that runs the instruction, when it certainly is not root.
std::string_view account_of(Pass const& pass) {
    auto const user = pass.build().user(pass.instruction());
    if (!user.is_set()) return {};
    auto const text = user.value.text_or_empty();
    auto const name = text.substr(0, text.find(':'));
    return name == "root" || name == "0" ? std::string_view{} : name;
}

/// The target of a cache mount that the frontend makes for root.
std::optional<std::string> target_of_root(ast::Mount const& mount, Pass const& pass) {
    auto const* const type = mount.find("type");
    auto const* const target = mount.find("target", "dst", "destination");
    if (type == nullptr || type->value.text() != "cache" || target == nullptr) return std::nullopt;
    for (auto const* const key : {"uid", "mode", "from"}) {
        if (mount.find(key) != nullptr) return std::nullopt;
    }
    auto const known = pass.build().expand(pass.instruction(), target->value.text()).value.known();
    if (!known || !known->starts_with('/')) return std::nullopt;
    return model::clean_path(*known);
}

/// The value that a variable has for the command, or empty.
std::string_view setting_of(std::string_view variable, Command const& command, Pass const& pass) {
    for (auto const& assignment : command.assignments) {
        if (assignment.name == variable) return assignment.value.text_or_empty();
    }
    return pass.build().variable(*command.instruction, variable).value.text_or_empty();
}

/// True where the file gives it a value that nobody knows: ENV HOME=$H.
bool is_set_unknown(std::string_view variable, Command const& command, Pass const& pass) {
    auto const value = pass.build().variable(*command.instruction, variable).value;
    return !value.is_known() && !value.pieces().empty();
}

/// True for the home folder that the account has as far as this file says: that of its name. Of a
/// number only the one of the image node is known.
bool is_home_of(std::string_view account, std::string_view folder, Pass const& pass) {
    constexpr std::string_view homes = "/home/";
    if (!folder.starts_with(homes)) return false;
    folder.remove_prefix(homes.size());
    bool const is_of_node = account == "1000" && folder == "node"
                            && model::name_of(pass.stage()->root().image).ends_with("node");
    return folder == account || is_of_node;
}

/// True when a command of the file may give an account another home than that of its name.
bool may_have_other_home(Pass const& pass) {
    static constexpr model::WordList makers = " useradd adduser usermod ";
    for (auto const& stage : pass.build().stages()) {
        for (auto const& command : stage.commands) {
            if (!makers.holds(command.program)) continue;
            for (std::size_t i = 1; i < command.arguments.size(); ++i) {
                auto const text = command.arguments[i].value.known_prefix();
                auto const next = command.argument(i + 1);
                bool const is_home =
                    text == "-d" || text == "-h" || text == "--home" || text == "--home-dir";
                if (is_home && !next.starts_with("/home/")) return true;
                if (text.starts_with("--home") && text.find('=') != text.npos
                    && text.find("=/home/") == text.npos)
                    return true;
            }
        }
    }
    return false;
}

/// True when the image is the official one of the tool, and nothing moves its folder.
bool is_in_official_place(Cache const& cache, Command const& command, Pass const& pass) {
    bool const is_go = cache.manager == Manager::go;
    auto const& root = pass.stage()->root();
    if (root.kind != model::Reference::Kind::image) return false;
    if (model::name_of(root.image) != (is_go ? "golang" : "rust")) return false;
    auto const set = setting_of(is_go ? "GOPATH" : "CARGO_HOME", command, pass);
    return set.empty() || cache.elsewhere.starts_with(set);
}

/// True when the command keeps its cache in the folder of the mount.
bool writes_to(Cache const& cache, Command const& command, std::string_view target,
               std::string_view account, Pass const& pass) {
    if (!cache.variable.empty()) {
        auto const set = setting_of(cache.variable, command, pass);
        if (!set.empty()) return model::clean_path(set) == target;
        auto const variable = pass.build().variable(*command.instruction, cache.variable);
        using State = dockerfile::Variable::State;
        if (variable.state == State::known) return false;
    }
    if (!cache.elsewhere.empty())
        return target == cache.elsewhere && is_in_official_place(cache, command, pass);
    for (auto const* const name : {"XDG_CACHE_HOME", "NPM_CONFIG_CACHE", "COMPOSER_HOME"}) {
        if (!setting_of(name, command, pass).empty() || is_set_unknown(name, command, pass))
            return false;
    }
    auto const home = model::clean_path(setting_of("HOME", command, pass));
    bool const is_home_set = !setting_of("HOME", command, pass).empty();
    if (is_set_unknown("HOME", command, pass)) return false;
    constexpr std::string_view common = "/.cache";
    // A mount at ~/.cache holds those of several tools.
    for (auto const end : {cache.below_home, common}) {
        if (end.empty() || !cache.below_home.starts_with(end) || !target.ends_with(end)) continue;
        if (is_home_set && home + std::string(end) != target) continue;
        if (is_home_of(account, std::string_view(target).substr(0, target.size() - end.size()),
                       pass))
            return !may_have_other_home(pass);
    }
    return false;
}

/// True when an option of the command moves its cache or leaves it out.
bool names_other_cache(Command const& command) {
    return std::ranges::any_of(command.arguments, [&](model::Argument const& word) {
        auto const text = word.value.known_prefix();
        if (text.empty()) return !word.value.is_known();
        // How old what lies there may be.
        if (text.starts_with("--cache-m")) return false;
        bool const is_short = text == "-n" && command.program == "uv";
        return is_short || text.starts_with("--no-cache") || text.starts_with("--cache")
               || text.starts_with("--userconfig") || text.starts_with("--config");
    });
}

/// True when the file speaks of settings that may move the cache of the manager: `npm config set
/// cache /tmp/x`, or a copied file of settings.
bool may_be_configured(Manager manager, Pass const& pass) {
    auto const speaks_of = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(words, [&](std::string_view word) {
            return pass.build().may_hold(word) && !pass.build().positions_with(word).empty();
        });
    };
    switch (manager) {
        case Manager::npm:
            return speaks_of({".npmrc", "npm config", "npm set", "npm c set"});
        case Manager::uv:
            return speaks_of({"uv.toml"});
        case Manager::pip:
            return speaks_of({"pip.conf", "pip config", "pip3 config"});
        case Manager::yarn:
            return speaks_of({".yarnrc", ".npmrc", "yarn config"});
        case Manager::go:
            return speaks_of({"go env -w"});
        case Manager::composer:
            return speaks_of({"cache-dir"});
        default:
            return false;
    }
}

Cache const* cache_of(Command const& command, std::string_view target, std::string_view account,
                      Pass const& pass) {
    if (command.is_conditional || command.in_substitution || command.wrappers != 0) return nullptr;
    auto const manager = model::manager_of(command);
    if (manager == Manager::none) return nullptr;
    auto const& asked = model::package_command(command, pass.build().arena());
    bool const installs = asked.verb == model::Verb::install || asked.verb == model::Verb::download;
    for (auto const& cache : caches) {
        if (cache.manager != manager) continue;
        bool const is_wanted =
            cache.verbs.empty() ? installs : cache.verbs.holds(command.argument(1));
        if (!is_wanted || !writes_to(cache, command, target, account, pass)) continue;
        if (names_other_cache(command) || may_be_configured(manager, pass)) return nullptr;
        return &cache;
    }
    return nullptr;
}

/// The name by which mounts share one cache: their id, or else their target.
std::string_view id_of(ast::Mount const& mount, std::string_view target) {
    auto const* const id = mount.find("id");
    return id == nullptr ? target : id->value.text();
}

/// True when some step of the file gives the folder, or what lies there, away.
bool is_given_away(ast::Mount const& given, std::string_view target, Pass const& pass) {
    for (auto const& stage : pass.build().stages()) {
        for (auto const& command : stage.commands) {
            if (command.program != "chown" && command.program != "chmod"
                && command.program != "install")
                continue;
            auto const* const run = ast::get_if<ast::Run>(&command.instruction->node);
            if (run == nullptr) continue;
            bool const mounts_it = std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
                auto const* const own = mount.find("target", "dst", "destination");
                if (own == nullptr) return false;
                auto const path = model::clean_path(own->value.text());
                return path == target || id_of(mount, path) == id_of(given, target);
            });
            if (mounts_it) return true;
        }
    }
    return false;
}

void check(ast::Run const& run, Pass& pass) {
    auto const* const stage = pass.stage();
    if (run.mounts.empty() || stage == nullptr || stage->is_windows || pass.is_trigger()) return;
    auto const account = account_of(pass);
    if (account.empty()) return;
    // Those of package managers alone: each mount looks at all of them.
    std::vector<Command const*> commands;
    for (auto const& command : stage->commands_of(pass.instruction())) {
        if (model::manager_of(command) != Manager::none) commands.push_back(&command);
    }
    constexpr std::size_t most_pairs = 10'000;
    if (commands.empty() || commands.size() * run.mounts.size() > most_pairs) return;
    for (auto const& mount : run.mounts) {
        auto const target = target_of_root(mount, pass);
        if (!target) continue;
        if (!pass.may_look_around()) return;
        for (auto const* const one : commands) {
            auto const& command = *one;
            auto const* const cache = cache_of(command, *target, account, pass);
            if (cache == nullptr) continue;
            if (is_given_away(mount, *target, pass)) break;
            auto const span = mount.find("target", "dst", "destination")->value.source();
            bool const ends = cache->ends && !command.can_fail_unseen;
            if (ends) {
                pass.report(span, fails, command.program, account, *target);
            } else {
                pass.report(span, goes_without, command.program, account, *target)
                    .severity(Severity::info);
            }
            break;
        }
    }
}

}  // namespace

constinit Check const rule = on<check>().for_files_with<ast::User>();

}  // namespace dockcheck::rules::cache_mount_not_writable
