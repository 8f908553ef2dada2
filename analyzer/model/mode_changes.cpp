// What chmod, package managers and the tools of shells do to modes and to bytes.
#include "analyzer/model/mode_changes.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "analyzer/model/directories.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

enum class Part : std::uint8_t { mode, bytes };

/// Programs that leave the modes of files alone, whatever else they do to them.
bool keeps_modes(Build const& build, Command const& command) {
    static constexpr std::string_view programs[] = {
        ":",    "addgroup", "adduser", "apt-key", "cat",      "cd",       "chgrp",   "chown",
        "curl", "echo",     "export",  "false",   "groupadd", "ls",       "mkdir",   "printf",
        "pwd",  "rm",       "rmdir",   "sed",     "set",      "sleep",    "test",    "touch",
        "true", "useradd",  "usermod", "wget",    "which",    "groupmod", "apt-mark"};
    if (std::ranges::find(programs, command.program) != std::ranges::end(programs)) return true;
    return package_command(command, build.arena()).manager != Manager::none;
}

/// True when a chmod reaches the path, or may.
bool chmod_may_reach(Build const& build, Stage const& stage, Command const& command,
                     std::string_view path) {
    bool is_recursive = false;
    std::size_t operands = 0;
    for (std::size_t i = 1; i < command.arguments.size(); ++i) {
        auto const text = command.arguments[i].value.known();
        if (!text) return true;
        if (*text == "--recursive" || (text->starts_with('-') && text->find('R') != text->npos))
            is_recursive = true;
        if (text->starts_with('-') || ++operands < 2) continue;
        if (text->find_first_of("*?[{") != text->npos) return true;
        auto const value = path_of(build, stage, command, command.arguments[i].value).known();
        if (!value || *value == path) return true;
        bool const is_above = *value == "/"
                              || (path.starts_with(*value) && path.size() > value->size()
                                  && path[value->size()] == '/');
        if (is_recursive && is_above) return true;
    }
    return operands < 2;
}

/// Programs that change nothing else of a file which they are given.
bool keeps_bytes(Command const& command) {
    static constexpr std::string_view programs[] = {"chmod", "chown", "chgrp", "cat",
                                                    "ls",    "test",  "[",     "setfacl"};
    return std::ranges::find(programs, command.program) != std::ranges::end(programs);
}

bool bytes_may_be_changed(Build const& build, Command const& command, std::string_view name) {
    for (auto const& redirection : command.redirections) {
        auto const target = redirection.target.value.known();
        if (!target || base_name(*target) == name) return true;
    }
    if (command.arguments.empty() || keeps_bytes(command)) return false;
    for (auto const& argument : command.arguments) {
        if (base_name(argument.value.known_suffix()) == name) return true;
    }
    // sed has patterns of files, too.
    return command.program == "sed" || !keeps_modes(build, command);
}

bool may_change(Build const& build, Stage const& stage, Command const& command,
                std::string_view path, Part part) {
    auto const name = base_name(path);
    if (part == Part::bytes) return bytes_may_be_changed(build, command, name);
    for (auto const& argument : command.arguments) {
        if (base_name(argument.value.known_suffix()) == name && command.program != "chmod")
            return true;
    }
    if (command.arguments.empty()) return false;
    if (command.program == "chmod") return chmod_may_reach(build, stage, command, path);
    return !keeps_modes(build, command);
}

bool part_may_change(Build const& build, Stage const& stage, Transfer const& transfer,
                     std::string_view path, Command const* before, Part part) {
    for (auto const* at = &stage; at != nullptr; at = at->parent) {
        for (auto const& instruction : at->instructions) {
            if (instruction.keyword != ast::Keyword::run) continue;
            if (build.position_of(instruction) < transfer.position) continue;
            bool const is_last = before != nullptr && before->instruction == &instruction;
            auto const commands = at->commands_of(instruction);
            bool const is_hidden = commands.empty() || !instruction.heredocs.empty();
            if (is_hidden && !is_last) return true;
            for (auto const& command : commands) {
                if (is_last && command.sequence >= before->sequence) break;
                if (may_change(build, *at, command, path, part)) return true;
            }
            if (is_last) break;
        }
        if (build.stage_of(*transfer.instruction) == at) break;
    }
    return false;
}

}  // namespace

bool mode_may_change(Build const& build, Stage const& stage, Transfer const& transfer,
                     std::string_view path, Command const* before) {
    return part_may_change(build, stage, transfer, path, before, Part::mode);
}

bool bytes_may_change(Build const& build, Stage const& stage, Transfer const& transfer,
                      std::string_view path, Command const* before) {
    return part_may_change(build, stage, transfer, path, before, Part::bytes);
}

}  // namespace dockcheck::model
