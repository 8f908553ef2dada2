// Reading `python -m venv`, `pip install --user` and what is copied of them (documentation of venv:
// environments are not meant to be moved).
#include "analyzer/model/copied_environments.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"

namespace dockcheck::model {
namespace {

bool has_word(Command const& command, std::string_view word) {
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        return argument.value.text_or_empty() == word;
    });
}

/// `python -m venv DIR`, `virtualenv DIR`, `uv venv DIR`: the word of the folder, the last one.
Argument const* made_environment(Command const& command) {
    if (command.use != Use::run || command.is_conditional || command.arguments.size() < 2)
        return nullptr;
    bool const is_module =
        command.program.starts_with("python") && command.argument(1) == "-m"
        && (command.argument(2) == "venv" || command.argument(2) == "virtualenv");
    bool const is_uv = command.program == "uv" && command.argument(1) == "venv";
    if (!is_module && !is_uv && command.program != "virtualenv") return nullptr;
    std::size_t const first = is_module ? 3 : is_uv ? 2 : 1;
    auto const& last = command.arguments.back();
    bool const is_folder = command.arguments.size() > first && last.value.is_known()
                           && !last.value.text_or_empty().starts_with('-');
    return is_folder ? &last : nullptr;
}

/// True when a stage certainly makes a virtual environment in that folder, and no other way to
/// write its scripts is in sight.
bool makes_environment(Build const& build, Stage const& last, std::string_view folder) {
    bool makes = false;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (has_word(command, "--relocatable") || has_word(command, "--always-copy"))
                return false;
            auto const* word = made_environment(command);
            if (word == nullptr) continue;
            auto const path = path_of(build, *stage, command, word->value).known();
            makes |= path && clean_path(*path) == folder;
        }
    }
    return makes;
}

/// True when a `pip install --user` of the stage fills ~/.local.
bool installs_for_user(Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use == Use::run && !command.is_conditional && has_word(command, "--user"))
                return true;
        }
    }
    return false;
}

/// Folders of the PATH as they are written; nothing when they are not known.
std::optional<std::string> path_variable(Stage const& stage) {
    auto const* entry = stage.config.find_environment("PATH");
    if (entry == nullptr) return std::string();
    std::string all;
    for (auto const& piece : entry->value.pieces()) {
        if (!piece.known && piece.variable != "PATH") return std::nullopt;
        if (piece.known) all += piece.text;
    }
    return ":" + all + ":";
}

bool is_on_path(std::string_view path, std::string_view folder) {
    return path.find(":" + std::string(folder) + ":") != path.npos
           || path.find(":" + std::string(folder) + "/:") != path.npos;
}

/// True when an instruction of the image, other than one, may put something at or below a folder.
bool may_fill(Build const& build, Stage const& last, std::string_view folder) {
    auto const file = build.source().bytes();
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            auto const target = transfer.target.known();
            if (!target) return true;
            auto const at = clean_path(*target);
            if (at == "/" || is_at_or_below(folder, at) || is_at_or_below(at, folder)) return true;
        }
        for (auto const& instruction : stage->instructions) {
            if (instruction.keyword != ast::Keyword::run) continue;
            auto const text = file.substr(instruction.whole.begin, instruction.whole.size());
            if (text.find(folder) != text.npos) return true;
        }
        if (!stage->triggered.instructions.empty()) return true;
    }
    return false;
}

/// True when a command of the image installs packages of Python itself.
bool installs_packages(Build const& build, Stage const& last) {
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run) continue;
            auto const& install = package_command(command, build.arena());
            bool const is_of_python =
                install.manager == Manager::pip || install.manager == Manager::uv
                || install.manager == Manager::pipx || install.manager == Manager::poetry
                || install.manager == Manager::pipenv || install.manager == Manager::pdm
                || install.manager == Manager::conda;
            if (is_of_python) return true;
        }
    }
    return false;
}

/// Those of one image that are looked at.
constexpr int most_copies = 50;

template <typename Is>
CopiedEnvironment find_copied(Stage const& last, Is is) {
    int copies = 0;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& transfer : stage->transfers) {
            if (transfer.from == nullptr || transfer.from->stage == nullptr) continue;
            if (transfer.sources.size() != 1) continue;
            auto const source = transfer.sources.front().value.known();
            auto const target = transfer.target.known();
            if (!source || !target || !source->starts_with('/')) continue;
            if (++copies > most_copies) return {};
            CopiedEnvironment found{&transfer, clean_path(*source), clean_path(*target)};
            if (is(*transfer.from->stage, found)) {
                found.bin += "/bin";
                return found;
            }
        }
    }
    return {};
}

bool is_console_script(std::string_view program) {
    return knowledge::is_followed(knowledge::PackageFamily::python, program);
}

}  // namespace

CopiedEnvironment off_the_path(Build const& build, Stage const& stage, std::string_view program) {
    auto const path = path_variable(stage);
    if (!path || !is_console_script(program)) return {};
    return find_copied(stage, [&](Stage const& from, CopiedEnvironment const& copied) {
        bool const is_user = copied.from.ends_with("/.local") && installs_for_user(from);
        return (is_user || makes_environment(build, from, copied.from))
               && !is_on_path(*path, copied.bin + "/bin")
               && find_program(build, from, program) == knowledge::Brings::yes;
    });
}

CopiedEnvironment moved_environment(Build const& build, Stage const& stage,
                                    std::string_view program) {
    auto const path = path_variable(stage);
    if (!path || !is_console_script(program)) return {};
    return find_copied(stage, [&](Stage const& from, CopiedEnvironment const& copied) {
        return copied.from != copied.bin && is_on_path(*path, copied.bin + "/bin")
               && makes_environment(build, from, copied.from)
               && !may_fill(build, stage, copied.from) && !installs_packages(build, stage)
               && find_program(build, from, program) == knowledge::Brings::yes;
    });
}

}  // namespace dockcheck::model
