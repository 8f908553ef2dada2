// Paths and patterns of rm and find held against the folders of caches.
#include "analyzer/model/package_caches.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::model {
namespace {

constexpr auto nowhere = std::string_view::npos;

/// The next name of a path, which is taken off.
std::string_view take_name(std::string_view& path) {
    while (path.starts_with('/')) path.remove_prefix(1);
    auto const name = path.substr(0, path.find('/'));
    path.remove_prefix(name.size());
    return name;
}

/// The shell's pattern as one that has `*` alone: more is matched rather than less.
std::string loosened(std::string_view pattern) {
    std::string result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        auto const c = pattern[i];
        if (c == '?') {
            result += '*';
        } else if (c == '[' || c == '{') {
            auto const end = pattern.find(c == '[' ? ']' : '}', i);
            result += '*';
            i = std::min(end, pattern.size() - 1);
        } else {
            result += c;
        }
    }
    return result;
}

/// True when removing the pattern takes away what is in the folder, or some of it by a wildcard.
bool takes_away(std::string_view pattern, std::string_view folder) {
    std::string room;
    for (auto name = take_name(pattern); !name.empty(); name = take_name(pattern)) {
        auto const own = take_name(folder);
        std::string_view loose = name;
        if (name.find_first_of("?[{") != nowhere) loose = room = loosened(name);
        if (own.empty()) return loose.find('*') != nowhere;
        if (!matches_wildcard(own, loose)) return false;
    }
    return true;
}

/// A path with `~` for home folders: as it is where there is none, else made in `room`.
std::string_view with_home(std::string_view path, std::string& room) {
    static constexpr std::string_view all_homes[] = {"~", "$HOME", "${HOME}", "/root"};
    for (auto const home : all_homes) {
        if (!path.starts_with(home)) continue;
        auto const rest = path.substr(home.size());
        if (rest.empty() || rest.starts_with('/')) return room = "~" + std::string(rest);
    }
    if (path.starts_with("/home/")) {
        auto const slash = path.find('/', std::string_view("/home/").size());
        return room = slash == nowhere ? "~" : "~" + std::string(path.substr(slash));
    }
    return path;
}

std::string_view unquoted(std::string_view text) {
    if (text.starts_with('"') || text.starts_with('\'')) text.remove_prefix(1);
    if (text.ends_with('"') || text.ends_with('\'')) text.remove_suffix(1);
    return text;
}

/// HOME may be set to another folder, such as that of the application.
bool is_in_some_home(std::string_view path, std::string_view folder) {
    return folder.starts_with('~') && path.find(folder.substr(1)) != nowhere;
}

bool may_name(Build const& build, Stage const& stage, Command const& command,
              Argument const& argument, std::string_view folder) {
    std::string room;
    auto const written = with_home(unquoted(argument.raw.text()), room);
    if (is_in_some_home(written, folder)) return true;
    if (written.starts_with('~')) return takes_away(written, folder);
    if (!argument.value.is_known()) {
        if (written.find(folder) != nowhere) return true;
        auto const start = argument.value.known_prefix();
        return start.empty() || folder.starts_with(start) || start.starts_with(folder);
    }
    auto const path = path_of(build, stage, command, argument.value);
    if (path.is_known()) {
        auto const whole = path.text_or_empty();
        return takes_away(whole, folder) || takes_away(with_home(whole, room), folder);
    }
    // Relative to a folder that nobody knows.
    auto const text = argument.value.text_or_empty();
    auto const name = base_name(folder);
    return text.starts_with('*') || text.starts_with('.') || text.find(name) != nowhere;
}

/// A script that cleans up, by the name that its author gave it.
bool is_cleaning_script(Command const& command) {
    auto name = command.program;
    bool const reads_script = is_shell(name) || name == "." || name == "source";
    if (reads_script) {
        auto const script = command.argument(1);
        name = base_name(script);
    }
    return name.find("clean") != nowhere && manager_of(command) == Manager::none;
}

bool may_empty(Build const& build, Stage const& stage, Command const& command,
               std::string_view folder) {
    if (command.arguments.empty()) return false;
    if (command.program.empty() || is_cleaning_script(command)) return true;
    if (command.program != "rm" && command.program != "find") return false;
    if ((command.wrappers & wrapper_xargs) != 0) return true;
    return std::ranges::any_of(command.arguments.subspan(1), [&](Argument const& argument) {
        if (argument.value.known_prefix().starts_with('-')) return false;
        return may_name(build, stage, command, argument, folder);
    });
}

/// `trap 'rm -rf /x' EXIT` runs at the end wherever it stands.
bool is_trap_for(Command const& command, std::string_view folder) {
    return command.program == "trap"
           && std::ranges::any_of(command.arguments, [&](Argument const& argument) {
                  auto const text = argument.raw.text();
                  return text.find(folder) != nowhere || text.find("clean") != nowhere;
              });
}

bool covers(ast::Mount const& mount, std::string_view folder) {
    auto const* type = mount.find("type");
    auto const* target = mount.find("target", "dst", "destination");
    if (type == nullptr || target == nullptr) return false;
    auto const kind = type->value.text();
    if (kind != "cache" && kind != "tmpfs" && kind.find('$') == nowhere) return false;
    std::string room;
    auto const path = with_home(target->value.text(), room);
    bool const is_known_path = path.find('$') == nowhere && path.find_first_of("/~") == 0;
    return !is_known_path || is_in_some_home(path, folder) || takes_away(path, folder);
}

}  // namespace

bool is_shipped(Stage const* stage, Command const& command, bool include_builder_stages) {
    if (command.use != Use::run || stage == nullptr || stage->is_windows) return false;
    if (stage->has_no_base()) return false;
    return stage->reach == Reach::final
           || (include_builder_stages && stage->reach == Reach::builder);
}

std::span<Command const> commands_beside(Stage const& stage, Command const& command) {
    auto const all = stage.commands;
    std::less<> const before;
    bool const is_of_stage =
        !before(&command, all.data()) && before(&command, all.data() + all.size());
    if (!is_of_stage) return stage.commands_of(*command.instruction);
    // They are numbered as they lie there.
    auto const index = static_cast<std::size_t>(&command - all.data());
    if (command.sequence > index) return stage.commands_of(*command.instruction);
    auto const* const first = &command - command.sequence;
    auto const* end = &command + 1;
    while (end != all.data() + all.size() && end->instruction == command.instruction) ++end;
    return {first, end};
}

std::span<Command const> commands_behind(Stage const& stage, Command const& command) {
    auto const all = commands_beside(stage, command);
    auto const behind = std::ranges::upper_bound(all, command.sequence, {}, &Command::sequence);
    return {behind, all.end()};
}

bool may_be_emptied(Build const& build, Stage const& stage, Command const& command,
                    CacheFolders folders) {
    auto const behind = commands_behind(stage, command);
    auto const beside = commands_beside(stage, command);
    return std::ranges::any_of(folders, [&](std::string_view folder) {
        return std::ranges::any_of(
                   behind,
                   [&](Command const& other) { return may_empty(build, stage, other, folder); })
               || std::ranges::any_of(
                   beside, [&](Command const& other) { return is_trap_for(other, folder); });
    });
}

bool is_mounted(Command const& command, CacheFolders folders) {
    auto const* run = ast::get_if<ast::Run>(&command.instruction->node);
    if (run == nullptr) return false;
    return std::ranges::any_of(run->mounts, [&](ast::Mount const& mount) {
        return std::ranges::any_of(folders,
                                   [&](std::string_view folder) { return covers(mount, folder); });
    });
}

bool is_run_by_other_account(Build const& build, Command const& command) {
    auto const user = build.user(*command.instruction);
    auto const text = user.value.text_or_empty();
    auto const name = text.substr(0, text.find(':'));
    return user.is_unknown() || (user.is_set() && name != "root" && name != "0");
}

}  // namespace dockcheck::model
