// Removals of packages and of files held against the packages of a program.
#include "analyzer/model/removed_programs.hpp"

#include <algorithm>

#include "analyzer/model/package_caches.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {
namespace {

using Names = std::span<std::string_view const>;

bool holds(Names names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// True when `apk add --virtual NAME` gives the name to a group of packages.
bool is_named_group(Command const& command, std::string_view name) {
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto text = command.argument(i);
        if (text == "-t" || text == "--virtual") return command.argument(i + 1) == name;
        constexpr std::string_view glued = "--virtual=";
        if (text.starts_with(glued)) return text.substr(glued.size()) == name;
    }
    return false;
}

/// Whether a group of packages that is removed may hold one of the names. One that nobody is seen
/// to make, with a dot in front as people name them, may.
bool may_hold(Build const& build, std::span<Command const> beside, std::string_view group,
              Names names) {
    for (auto const& command : beside) {
        if (manager_of(command) != Manager::apk || !is_named_group(command, group)) continue;
        auto const& add = package_command(command, build.arena());
        return std::ranges::any_of(add.packages, [&](Package const& package) {
            return package.name.empty() || holds(names, package.name);
        });
    }
    return group.starts_with('.');
}

bool removes_package(Build const& build, std::span<Command const> beside, Command const& command,
                     Names names) {
    auto const& asked = package_command(command, build.arena());
    if (asked.verb != Verb::remove) return false;
    return std::ranges::any_of(asked.packages, [&](Package const& package) {
        return package.name.empty() || holds(names, package.name)
               || may_hold(build, beside, package.name, names);
    });
}

/// `rm -rf /usr/local/bin/npm /usr/local/lib/node_modules`.
bool removes_files(Command const& command, Names names) {
    if (command.program != "rm") return false;
    return std::ranges::any_of(command.arguments.subspan(1), [&](Argument const& word) {
        auto const path = word.raw.text();
        if (path.find("/lib/node_modules") != path.npos) {
            return path.ends_with("node_modules") || path.ends_with("*")
                   || holds(names, path.substr(path.rfind('/') + 1));
        }
        if (path.find("/bin/") == path.npos && path.find("/opt/") == path.npos) return false;
        auto const last = path.substr(path.rfind('/') + 1);
        return std::ranges::any_of(names, [&](std::string_view name) {
            return last == name
                   || (last.starts_with(name)
                       && std::string_view("*-").find(last[name.size()]) != last.npos);
        });
    });
}

}  // namespace

Command const* remover_behind(Build const& build, Stage const& stage, Command const& command,
                              std::span<std::string_view const> packages) {
    auto const beside = commands_beside(stage, command);
    for (auto const& other : commands_behind(stage, command)) {
        if (removes_package(build, beside, other, packages) || removes_files(other, packages))
            return &other;
    }
    return nullptr;
}

}  // namespace dockcheck::model
