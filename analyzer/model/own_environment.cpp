// Reading whether uv, Poetry and Pipenv install where programs are looked for.
#include "analyzer/model/own_environment.hpp"

#include <algorithm>
#include <optional>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/base_image.hpp"
#include "analyzer/model/directories.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/manifest_beside.hpp"
#include "analyzer/model/package_settings.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_installs.hpp"
#include "analyzer/model/python_presence.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/start.hpp"
#include "analyzer/model/tool_installs.hpp"
#include "analyzer/model/word_list.hpp"
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
    bool const is_module = program.starts_with(knowledge::module_prefix);
    // The installer gives Poetry an environment of its own.
    if (installs_tools_only(install)
        || (is_module && runs_fetched_poetry(stage, command, build.arena()))) {
        return Part::none;
    }
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

/// True when the PATH may lead to another Python, or to the program itself.
bool has_other_programs(Stage const& stage, std::string_view program) {
    auto const* path = stage.config.find_environment("PATH");
    if (path == nullptr) return false;
    if (!program.starts_with(knowledge::module_prefix)) return true;
    for (auto const& piece : path->value.pieces()) {
        if (!piece.known) {
            if (piece.variable != "PATH") return true;
            continue;
        }
        // Folders of the tools themselves, which have no Python.
        for (auto rest = piece.text; !rest.empty();) {
            auto const end = std::min(rest.find(':'), rest.size());
            auto const folder = rest.substr(0, end);
            bool const is_of_tool = folder.ends_with("poetry/bin")
                                    || folder.ends_with("/.local/bin")
                                    || folder.ends_with("/.cargo/bin");
            if (!folder.empty() && !is_of_tool) return true;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return false;
}

/// True for a folder that the image's own Python takes no module from by itself.
bool lies_apart(std::string_view target) {
    static constexpr std::string_view own[] = {"/usr", "/lib", "/root", "/home", "/etc", "/bin"};
    return target.size() > 1 && std::ranges::none_of(own, [&](auto folder) {
               return target == folder
                      || (target.starts_with(folder) && target.size() > folder.size()
                          && target[folder.size()] == '/');
           });
}

/// The last `uv sync` of another stage whose environment a COPY takes along; or nullptr.
Command const* copied_install(Build const& build, Transfer const& transfer) {
    if (transfer.from->stage == nullptr || transfer.sources.size() != 1) return nullptr;
    auto const source = transfer.sources.front().value.known();
    if (!source || !source->starts_with('/') || transfer.sources.front().has_wildcard)
        return nullptr;
    auto const taken = clean_path(*source);
    Command const* found = nullptr;
    for (auto const* part = transfer.from->stage; part != nullptr; part = part->parent) {
        for (auto const& command : part->commands) {
            auto const& install = package_command(command, build.arena());
            bool const is_sync = command.use == Use::run && install.manager == Manager::uv
                                 && makes_environment(command, install) && !command.is_conditional
                                 && command.assignments.empty()
                                 && !has_word_with(command, "--active");
            if (!is_sync) continue;
            auto const folder = directory_of(build, *part, command).known();
            if (folder && is_at_or_below(std::string(*folder) + "/.venv", taken)) found = &command;
        }
    }
    return found;
}

/// A COPY from another stage or image: false where it may bring modules of Python itself.
bool is_clear_copy(Build const& build, Transfer const& transfer, std::string_view program,
                   Command const*& found) {
    if (copies_tools_only(transfer)) return true;
    auto const target = transfer.target.known();
    if (!program.starts_with(knowledge::module_prefix) || !target
        || !lies_apart(clean_path(*target))) {
        return false;
    }
    if (auto const* install = copied_install(build, transfer)) found = install;
    return true;
}

/// False where something else may bring the program; `found` is the last command that installs.
bool is_clear(Build const& build, Stage const& stage, std::string_view program,
              Command const*& found) {
    if (!stage.triggered.instructions.empty()) return false;
    for (auto const& transfer : stage.transfers) {
        bool const is_plain = !transfer.is_add && transfer.target.is_known();
        if (!is_plain
            || (transfer.from != nullptr && !is_clear_copy(build, transfer, program, found))) {
            return false;
        }
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
    if (has_other_programs(stage, program)) return nullptr;
    for (std::string_view const variable : {"UV_PROJECT_ENVIRONMENT", "POETRY_VIRTUALENVS_CREATE",
                                            "PIPENV_SYSTEM", "VIRTUAL_ENV", "PYTHONHOME"}) {
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

std::string_view shown_install(Command const& install) {
    auto const manager = manager_of(install);
    return manager == Manager::pipenv   ? std::string_view("pipenv install")
           : manager == Manager::poetry ? std::string_view("poetry install")
                                        : std::string_view("uv sync");
}

namespace {

/// Modules that Poetry, Pipenv or PDM bring themselves, in some of their versions.
bool comes_with_tools(std::string_view module) {
    static constexpr WordTable modules =
        " _cffi_backend anyio attr attrs backports cachecontrol certifi cffi chardet "
        "charset_normalizer click colorama cryptography dateutil dotenv exceptiongroup filelock "
        "h11 httpcore httpx idna importlib_metadata importlib_resources jsonschema more_itertools "
        "msgpack packaging pip pkg_resources platformdirs pydantic pygments pyparsing requests "
        "requests_toolbelt rich setuptools six sniffio tomli tomlkit typing_extensions urllib3 "
        "virtualenv wheel yaml zipp ";
    return modules.holds(module);
}

/// The image's own Python, started as it is: `uv run python app.py` is not.
bool starts_plain_python(Build const& build, Stage const& stage, PythonStart const& start) {
    auto const& all = start_of(build, stage);
    if (!start.is_certain || start.through_script || start.whole.empty()
        || all.commands.size() != 1) {
        return false;
    }
    auto const& command = all.commands.front();
    bool const is_whole = !command.arguments.empty() && command.wrapper_words.empty()
                          && command.assignments.empty()
                          && command.arguments.front().span == start.whole.front().span;
    auto const program = start.whole.front().value.text_or_empty();
    return is_whole
           && (program == "python" || program == "python3" || program == "/usr/local/bin/python"
               || program == "/usr/local/bin/python3");
}

/// True when a word of the file, a value of an ARG say, may make the environment the image's own
/// Python, or lead that into it.
bool may_lead_there(Build const& build) {
    static constexpr std::string_view words[] = {"UV_PROJECT_ENVIRONMENT", "VIRTUALENVS_CREATE",
                                                 "PIPENV_SYSTEM", "site-packages"};
    return std::ranges::any_of(words, [&](auto word) { return build.may_hold(word); });
}

/// True when a source may look for modules in the environment by itself.
bool names_environment(Build const& build, PythonProgram const& program) {
    static constexpr std::string_view words[] = {"venv",       "site-packages", "activate_this",
                                                 "addsitedir", "os.exec",       "VIRTUAL_ENV"};
    return std::ranges::any_of(program.files, [&](std::string_view file) {
        auto const* source = build.context()->read(file);
        return source == nullptr || std::ranges::any_of(words, [&](std::string_view word) {
                   return source->bytes().find(word) != std::string_view::npos;
               });
    });
}

/// True when the manifest of an install lists the package, for all installs alike.
bool is_listed_for_all(Build const& build, Stage const& stage, Command const& install,
                       std::string_view package) {
    auto const* manifest =
        manifest_beside(build, stage, install,
                        manager_of(install) == Manager::pipenv ? "Pipfile" : "pyproject.toml");
    return manifest != nullptr
           && std::ranges::any_of(manifest->dependencies, [&](context::Dependency const& entry) {
                  return !entry.is_development
                         && context::normalised_package_name(entry.name) == package;
              });
}

/// Where the project of an install lies in the image: where it ran, or where a COPY has put it.
std::string folder_of_environment(Build const& build, Stage const& stage, Command const& install) {
    auto const* own = build.stage_of(*install.instruction);
    if (own == nullptr) return {};
    auto const folder = std::string(directory_of(build, *own, install).text_or_empty());
    for (auto const& transfer : stage.transfers) {
        bool const is_it = transfer.from != nullptr && copied_install(build, transfer) == &install;
        auto const target = transfer.target.known();
        if (!is_it || !target) continue;
        auto const source = clean_path(*transfer.sources.front().value.known());
        auto const to = clean_path(*target);
        return source == folder ? to
               : source == folder + "/.venv" && to.ends_with("/.venv")
                   ? to.substr(0, to.size() - std::string_view("/.venv").size())
                   : std::string();
    }
    return folder;
}

bool has_poetry_settings(context::Context const& context) {
    auto const files = context.files_below("");
    return std::ranges::any_of(
        files, [](std::string const& file) { return base_name(file) == "poetry.toml"; });
}

}  // namespace

std::optional<KeptModule> kept_module(Build const& build, Stage const& stage,
                                      PythonStart const& start) {
    using Kind = PythonStart::Kind;
    if (build.context() == nullptr || !starts_plain_python(build, stage, start))
        return std::nullopt;
    // Asked first: most images make no environment of that kind.
    auto const* any = keeps_to_itself(build, stage, "module:");
    if (any == nullptr || may_lead_there(build) || has_poetry_settings(*build.context()))
        return std::nullopt;
    auto const folder =
        start.kind == Kind::file ? start.file.substr(0, start.file.rfind('/')) : start.folder;
    auto const roots = import_roots(std::string(folder), stage);
    auto const& program = python_program(build, stage);
    if (!roots || fills_packages(build) || names_environment(build, program)) return std::nullopt;
    auto const look = [&](std::string_view name,
                          std::optional<Place> import) -> std::optional<KeptModule> {
        auto const module = std::string(name);
        auto const package = knowledge::package_of_module(module);
        if (!import || package.empty() || comes_with_tools(module)) return std::nullopt;
        auto const* install =
            keeps_to_itself(build, stage, std::string(knowledge::module_prefix) + module);
        bool const is_absent =
            install != nullptr && is_listed_for_all(build, stage, *install, package)
            && look_for_module(build, stage, *roots, module) == ModulePresence::absent
            && !lies_anywhere(build, module);
        if (!is_absent) return std::nullopt;
        return KeptModule{install, folder_of_environment(build, stage, *install), module, *import};
    };
    bool const names_module = start.kind != Kind::file && !start.words.empty();
    if (names_module) {
        auto const named = start.kind == Kind::server      ? start.server
                           : start.kind == Kind::flask_run ? std::string_view("flask")
                                                           : start.module;
        if (auto found = look(named.substr(0, named.find('.')), Place{&build.source(), start.span}))
            return found;
    }
    for (auto const name : program.foreign) {
        if (auto found = look(name, certain_import(build, program, name))) return found;
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
