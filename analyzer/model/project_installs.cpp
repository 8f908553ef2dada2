// The files that Bundler, uv and Poetry write beside the packages, by their manuals.
#include "analyzer/model/project_installs.hpp"

#include <algorithm>
#include <iterator>

#include "analyzer/model/package_folders.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {

bool bundler_leaves(Command const& command, Arena& arena, std::string_view path) {
    auto const manager = package_command(command, arena);
    if (manager.manager != Manager::bundler) return false;
    bool const is_setting = command.argument(1) == "config";
    // `bundle config set path gems`
    if (is_setting && may_hold(command.arguments.back().value, path)) return false;
    return (manager.verb == Verb::install || is_setting)
           && (base_name(path) != "Gemfile.lock" || is_setting)
           && path.find("/vendor/") == std::string::npos
           && path.find("/.bundle") == std::string::npos;
}

bool python_project_leaves(Command const& command, std::string_view path) {
    static constexpr std::string_view of_uv[] = {"cache", "lock", "python", "sync", "venv"};
    static constexpr std::string_view of_poetry[] = {"cache", "check", "config", "env", "lock"};
    auto const manager = manager_of(command);
    bool const is_uv = manager == Manager::uv;
    if (!is_uv && manager != Manager::poetry) return false;
    auto const verb = command.argument(1);
    bool const is_known = is_uv ? std::ranges::find(of_uv, verb) != std::ranges::end(of_uv)
                                : std::ranges::find(of_poetry, verb) != std::ranges::end(of_poetry);
    auto const name = base_name(path);
    return is_known && name != "uv.lock" && name != "poetry.lock" && name != ".python-version"
           && path.find("venv") == std::string::npos;
}

bool may_make_environment(Command const& command, std::string_view path) {
    static constexpr Manager managers[] = {Manager::uv, Manager::pipx, Manager::poetry,
                                           Manager::pipenv, Manager::pdm};
    auto const manager = manager_of(command);
    if (manager == Manager::pip) return path.find("/.local/") != path.npos;  // `--user`
    if (std::ranges::find(managers, manager) == std::ranges::end(managers)) return false;
    static constexpr std::string_view of_system[] = {"/bin/", "/lib/", "/sbin/", "/usr/"};
    auto const begins = [&](std::string_view folder) { return path.starts_with(folder); };
    if (std::ranges::any_of(of_system, begins)) return false;
    static constexpr std::string_view parts[] = {"bin", "lib", "lib64", "include"};
    auto const has = [&](std::string_view part) { return has_part(path, part); };
    return path.find("venv") != path.npos || std::ranges::any_of(parts, has);
}

bool is_written_by_hand(std::string_view path) {
    auto const name = base_name(path);
    if (name.ends_with(".py")) return name.find("version") == name.npos && !has_part(path, "src");
    static constexpr std::string_view plain[] = {".cfg", ".ini", ".sh", ".toml", ".txt"};
    return std::ranges::any_of(plain, [&](auto end) { return name.ends_with(end); });
}

}  // namespace dockcheck::model
