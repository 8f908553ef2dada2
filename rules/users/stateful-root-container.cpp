// Finds images whose program keeps data and runs as root.
#include "rules/users/stateful-root-container.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/image_use.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/privileges.hpp"
#include "analyzer/model/shell_presence.hpp"
#include "analyzer/model/stage_purpose.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/variables.hpp"
#include "analyzer/model/word_list.hpp"

namespace dockcheck::rules::stateful_root_container {
namespace {

/// A folder for data, and where it is named.
struct State {
    std::string_view path;
    Place place;
    bool is_volume = false;
};

bool is_root(model::RuntimeConfig const& config) {
    if (config.user.is_unknown()) return false;
    auto const user = config.user.value.text_or_empty();
    auto const name = user.substr(0, user.find(':'));
    return name.empty() || name == "root" || name == "0";
}

bool is_of_package_manager(std::string_view path) {
    constexpr std::string_view folders[] = {"/var/lib/apt",  "/var/lib/dpkg",   "/var/lib/rpm",
                                            "/var/lib/yum",  "/var/lib/dnf",    "/var/lib/apk",
                                            "/var/lib/zypp", "/var/lib/pacman", "/var/lib/gems"};
    return std::ranges::any_of(
        folders, [&](std::string_view folder) { return model::is_at_or_below(path, folder); });
}

bool is_for_data(std::string_view path, Options const& options) {
    if (path.empty() || is_of_package_manager(path)) return false;
    return std::ranges::any_of(options.state_directories, [&](std::string_view folder) {
        return model::is_at_or_below(path, folder) && path != "/var/lib";
    });
}

/// Folders of the system, of settings, and those that are emptied.
bool is_for_system(std::string_view path) {
    constexpr std::string_view folders[] = {"/dev", "/etc",     "/proc", "/run", "/sys",    "/tmp",
                                            "/usr", "/var/run", "/boot", "/lib", "/var/tmp"};
    return std::ranges::any_of(
        folders, [&](std::string_view folder) { return model::is_at_or_below(path, folder); });
}

/// True for a folder that npm fills: node_modules, and what its setting `prefix` names. Packages
/// are installed there again at any time.
bool is_for_packages(std::string_view path, model::RuntimeConfig const& config, Pass const& pass) {
    constexpr std::string_view modules = "/node_modules";
    for (auto at = path.find(modules); at != path.npos; at = path.find(modules, at + 1)) {
        auto const end = at + modules.size();
        if (end == path.size() || path[end] == '/') return true;
    }
    for (auto const* const name : {"NPM_CONFIG_PREFIX", "npm_config_prefix"}) {
        auto const* const entry = config.find_environment(name);
        auto const prefix = entry == nullptr ? std::string_view() : entry->value.text_or_empty();
        if (prefix.size() > 1 && model::is_at_or_below(path, prefix)) return true;
    }
    return std::ranges::any_of(pass.stage()->commands, [&](model::Command const& command) {
        if (command.program != "npm" || command.argument(1) != "config") return false;
        if (command.argument(2) != "set" || command.argument(3) != "prefix") return false;
        auto const prefix = command.argument(4);
        return prefix.size() > 1 && model::is_at_or_below(path, prefix);
    });
}

std::optional<State> volume_of(model::RuntimeConfig const& config, Pass const& pass) {
    for (auto const& volume : config.volumes) {
        auto const path = volume.path.known();
        if (!path || !path->starts_with('/') || is_for_system(*path)) continue;
        if (is_for_packages(*path, config, pass)) continue;
        if (volume.place.source != nullptr) return State{*path, volume.place, true};
    }
    return std::nullopt;
}

std::optional<State> workdir_of(model::RuntimeConfig const& config, Options const& options) {
    auto const& workdir = config.workdir;
    auto const path = workdir.value.text_or_empty();
    bool const is_own = workdir.is_set() && workdir.origin.place.source != nullptr
                        && workdir.origin.kind == model::Origin::Kind::instruction;
    if (!is_own || !is_for_data(path, options)) return std::nullopt;
    return State{path, workdir.origin.place, false};
}

/// True when something is copied there: the program itself, or what it only reads.
bool is_copied_to(std::string_view path, Pass const& pass) {
    return model::find_transfer_before(*pass.stage(), model::Variables::end,
                                       [&](model::Transfer const& transfer) {
                                           auto const target = model::target_of(transfer);
                                           return target.empty()
                                                  || model::is_at_or_below(target, path);
                                       })
           != nullptr;
}

/// The folder that a mkdir makes for data.
std::optional<State> made_folder(Pass const& pass, Options const& options) {
    constexpr std::size_t most = 1000;
    auto& arena = pass.build().arena();
    for (auto const* stage = pass.stage(); stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands.first(std::min(stage->commands.size(), most))) {
            if (command.program != "mkdir" || command.use != model::Use::run) continue;
            for (auto const* word : model::operands_of(command, arena)) {
                auto const value = model::path_of(pass.build(), *stage, command, word->value);
                if (!value.is_known()) continue;
                auto const path = model::clean_path(*value.known(), arena);
                if (!is_for_data(path, options)) continue;
                return State{path, {&pass.build().source(), word->span}, false};
            }
        }
    }
    return std::nullopt;
}

/// True when something is started that works: not a text that is shown, nor a wait for somebody.
bool starts_work(std::span<model::Command const> commands) {
    return std::ranges::any_of(commands, [](model::Command const& command) {
        return !model::list_holds(" echo printf cat ls true : sleep tail ", command.program);
    });
}

/// True when the Dockerfile makes an account: the program may change to it by itself, and where it
/// does not, another rule says so.
bool makes_account(model::Stage const& last) {
    constexpr std::size_t most = 1000;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        auto const commands = stage->commands.first(std::min(stage->commands.size(), most));
        if (std::ranges::any_of(commands, [](model::Command const& command) {
                return command.program == "useradd" || command.program == "adduser";
            })) {
            return true;
        }
    }
    return false;
}

/// True when the program certainly keeps the rights of root although it need not.
bool keeps_root(model::RuntimeConfig const& config, model::Stage const& stage, Pass const& pass) {
    auto const* const image = pass.build().image();
    if (!is_root(config) || stage.is_windows || model::has_onbuild(stage)) return false;
    if (image == nullptr && (stage.from == nullptr || model::may_be_tool(config))) return false;
    if (model::privileges_of(pass.build(), stage) != model::Privileges::kept) return false;
    auto const& start = model::start_of(pass.build(), stage);
    if (!starts_work(start.commands) || makes_account(stage)) return false;
    if (model::may_be_of_context(stage, start.commands)) return false;
    return !model::brings_root_daemon(stage) && !model::brings_account_changer(stage);
}

/// True for a path in the home of root, as a shell or the Dockerfile names it.
bool is_in_home(Value const& value) {
    auto const text = value.known_prefix();
    if (text.starts_with("~/") || model::is_at_or_below(text, "/root")) return true;
    auto const pieces = value.pieces();
    return text.empty() && !pieces.empty() && pieces.front().variable == "HOME";
}

bool names_home(model::Command const& command) {
    auto const is_home = [](model::Argument const& word) { return is_in_home(word.value); };
    return model::any_operand(command, is_home)
           || std::ranges::any_of(command.redirections, [&](model::Redirection const& one) {
                  return is_home(one.target);
              });
}

/// True where root's home holds what a RUN or COPY has set up there and nothing has removed.
bool is_home_set_up(model::Stage const& last) {
    constexpr std::size_t most = 1000;
    bool is_set_up = false;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands.first(std::min(stage->commands.size(), most))) {
            if (command.use != model::Use::run || command.program == "cd") continue;
            if (!names_home(command)) continue;
            if (command.program == "rm") return false;
            is_set_up = true;
        }
        auto const transfers = stage->transfers.first(std::min(stage->transfers.size(), most));
        is_set_up = is_set_up || std::ranges::any_of(transfers, [](model::Transfer const& one) {
                        return is_in_home(one.target);
                    });
    }
    return is_set_up;
}

/// What the help adds then: the account cannot read that, and its home is another.
std::string_view home_advice(model::Stage const& stage) {
    if (!is_home_set_up(stage)) return {};
    return "; what is set up in /root here has to lie in a folder that the account can read, named "
           "by "
           "ENV HOME";
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || !keeps_root(config, *stage, pass)) return;
    auto state = volume_of(config, pass);
    if (!state) state = workdir_of(config, options);
    bool const is_image = pass.build().image() != nullptr;
    if (!state && !is_image && pass.may_look_around()) state = made_folder(pass, options);
    if (!state || (!state->is_volume && is_copied_to(state->path, pass))) return;
    if (model::is_for_development(pass.build(), *stage)) return;
    // Of what serves nobody, a volume may hold what it reads, or what its user works on.
    if (state->is_volume && config.ports.empty() && !is_for_data(state->path, options)) return;
    if (is_image && state->is_volume) {
        pass.report(state->place, in_image, state->path);
    } else if (model::is_at_or_below(state->path, "/root")) {
        pass.report(state->place, in_home, state->path);
    } else if (auto const base = model::base_without_shell(*stage, pass.build().arena());
               !base.empty()) {
        pass.report(state->place, without_shell, state->path, base);
    } else if (state->is_volume) {
        pass.report(state->place, volume, state->path, home_advice(*stage));
    } else {
        pass.report(state->place, folder, state->path, home_advice(*stage));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::stateful_root_container
