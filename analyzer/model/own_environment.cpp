// Reading whether uv, Poetry and Pipenv install where programs are looked for.
#include "analyzer/model/own_environment.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/model/base_image.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

using knowledge::Brings;

/// What a command has to do with the program.
enum class Part : std::uint8_t { none, environment, unclear };

bool is_tool(std::string_view name) {
    constexpr std::string_view tools[] = {
        "pip",   "pipenv", "poetry",     "poetry-core", "setuptools",          "uv",
        "wheel", "pdm",    "virtualenv", "pipenv",      "poetry-plugin-export"};
    return std::ranges::find(tools, name) != std::ranges::end(tools);
}

bool installs_tools_only(PackageCommand const& install) {
    return install.manager == Manager::pip && install.verb == Verb::install
           && !install.packages.empty() && install.requirement_files.empty()
           && install.paths.empty()
           && std::ranges::all_of(install.packages,
                                  [](Package const& package) { return is_tool(package.name); });
}

bool makes_environment(Command const& command, PackageCommand const& install) {
    bool const is_install = install.verb == Verb::install && install.installs_manifests;
    if (install.manager == Manager::uv) return command.argument(1) == "sync";
    if (install.manager == Manager::pipenv) return is_install && !install.has_option("--system");
    return install.manager == Manager::poetry && is_install;
}

Part part_of(Build const& build, Stage const& stage, Command const& command,
             std::string_view program) {
    for (std::string_view const word :
         {"virtualenvs", "VIRTUALENVS", "UV_PROJECT_ENVIRONMENT", "--active", "venv", "PATH"}) {
        if (has_word_with(command, word)) return Part::unclear;
    }
    auto const& install = package_command(command, build.arena());
    if (makes_environment(command, install)) {
        bool const is_plain = command.assignments.empty() && !command.is_conditional;
        return is_plain ? Part::environment : Part::unclear;
    }
    if (installs_tools_only(install)) return Part::none;
    return brought_by(build, stage, command, program, {}) == Brings::no ? Part::none
                                                                        : Part::unclear;
}

/// Only the programs uv and uvx, which people copy from an image of their own.
bool copies_tools_only(Transfer const& transfer) {
    return std::ranges::all_of(transfer.sources, [](Transfer::Source const& source) {
        auto const text = source.value.text_or_empty();
        auto const name = base_name(text);
        return name == "uv" || name == "uvx";
    });
}

/// False where something else may bring the program; `found` is the last command that installs.
bool is_clear(Build const& build, Stage const& stage, std::string_view program,
              Command const*& found) {
    if (!stage.triggered.instructions.empty()) return false;
    for (auto const& transfer : stage.transfers) {
        bool const is_plain = !transfer.is_add && transfer.target.is_known();
        if (!is_plain || (transfer.from != nullptr && !copies_tools_only(transfer))) return false;
    }
    for (auto const& instruction : stage.instructions) {
        if (instruction.keyword == ast::Keyword::unknown) return false;
        if (instruction.keyword != ast::Keyword::run) continue;
        auto const commands = stage.commands_of(instruction);
        if (commands.empty()) return false;
        for (auto const& command : commands) {
            auto const part = part_of(build, stage, command, program);
            if (part == Part::unclear) return false;
            if (part == Part::environment) found = &command;
        }
    }
    return true;
}

}  // namespace

Command const* keeps_to_itself(Build const& build, Stage const& stage, std::string_view program) {
    if (!knowledge::is_followed(knowledge::PackageFamily::python, program)) return nullptr;
    for (std::string_view const variable :
         {"PATH", "UV_PROJECT_ENVIRONMENT", "POETRY_VIRTUALENVS_CREATE", "PIPENV_SYSTEM"}) {
        if (stage.config.find_environment(variable) != nullptr) return nullptr;
    }
    auto const* context = build.context();
    if (context == nullptr || context->look("poetry.toml") != context::Presence::missing)
        return nullptr;
    Command const* found = nullptr;
    for (auto const* part = &stage; part != nullptr; part = part->parent) {
        if (!is_clear(build, *part, program, found)) return nullptr;
        if (part->parent != nullptr) continue;
        auto const* image = known_image(part->base);
        if (image == nullptr || (image->name != "python" && image->name != "ghcr.io/astral-sh/uv"))
            return nullptr;
    }
    return found;
}

}  // namespace dockcheck::model
