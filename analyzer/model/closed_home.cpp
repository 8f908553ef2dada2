// Looks for the programs that commands and copies put below /root.
#include "analyzer/model/closed_home.hpp"

#include <algorithm>
#include <array>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/earlier_files.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/paths.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/model/wrappers.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::model {
namespace {

constexpr std::string_view closed_home = "/root";

bool names_home(std::string_view text) {
    return text == "/" || text == "." || text == "root" || text == "/*"
           || text.starts_with("/root*") || text == "~" || text == "~/" || text.starts_with("$HOME")
           || text.starts_with("${HOME") || text == "/root" || text == "/root/"
           || text.starts_with("/root/*");
}

/// What lies below /root is brought to another place.
bool moves_from_home(Command const& command) {
    static constexpr WordList movers = " mv ln cp install rsync tar ";
    return movers.holds(command.program)
           && std::ranges::any_of(command.arguments.subspan(1), [](Argument const& argument) {
                  auto const text = argument.raw.text();
                  return text.find("/root") != text.npos || text.find("~/") != text.npos
                         || text.find("HOME") != text.npos;
              });
}

/// A change of rights of /root itself, or of what may be it.
bool changes_rights(Command const& command) {
    static constexpr WordList changers = " chmod chown chgrp setfacl ";
    static constexpr WordList makers = " usermod useradd adduser mount sed ";
    if (changers.holds(command.program)) {
        return std::ranges::any_of(command.arguments.subspan(1), [](Argument const& argument) {
            auto const text = argument.value.known();
            return names_home(text ? *text : argument.value.known_prefix())
                   || (!text && argument.value.known_prefix().empty());
        });
    }
    if (command.program == "find") {
        return command.argument(1).starts_with(closed_home)
               || std::ranges::any_of(command.arguments, [](Argument const& argument) {
                      return changers.holds(argument.value.text_or_empty());
                  });
    }
    return makers.holds(command.program)
           && std::ranges::any_of(command.arguments.subspan(1), [](Argument const& argument) {
                  auto const text = argument.value.text_or_empty();
                  return text == "/root" || text == "/root/"
                         || text.find("/etc/passwd") != text.npos;
              });
}

/// A script or a program of the project, or one that unpacks.
bool may_do_anything(Command const& command) {
    auto const program = command.argument(0);
    bool const is_own = program.find('/') != program.npos || program.ends_with(".sh");
    static constexpr WordList unpackers = " tar unzip cpio xargs ";
    return is_own || unpackers.holds(command.program) || (command.wrappers & wrapper_xargs) != 0;
}

/// A COPY that may bring a /root of its own.
bool replaces_home(Transfer const& transfer) {
    auto const target = target_of(transfer);
    if (target.empty() || transfer.is_add) return true;
    if (target == closed_home)
        return transfer.from != nullptr || transfer.instruction->flag("chmod") != nullptr
               || transfer.instruction->flag("chown") != nullptr;
    if (target != "/") return false;
    return std::ranges::any_of(transfer.sources, [](Transfer::Source const& source) {
        auto const name = base_name(source.value.text_or_empty());
        return name.find('.', 1) == name.npos;
    });
}

/// True when the PATH certainly holds the folder.
bool is_folder_of_path(Stage const& stage, std::string_view folder) {
    auto const* entry = stage.config.find_environment("PATH");
    if (entry == nullptr) return false;
    std::string all = ":";
    if (auto const text = entry->value.known()) all += *text;
    for (auto const& piece : entry->value.pieces()) {
        if (!piece.known && piece.variable != "PATH") return false;
        if (piece.known) all += piece.text;
    }
    all += ':';
    auto const wanted = ":" + std::string(folder);
    return all.find(wanted + ":") != all.npos || all.find(wanted + "/:") != all.npos;
}

bool is_root_at(Build const& build, ast::Instruction const& instruction) {
    auto const user = build.user(instruction);
    auto const text = user.value.text_or_empty();
    return user.is_absent() || (user.is_set() && (text == "root" || text == "0"));
}

bool manages_python(Manager manager) {
    return manager == Manager::pip || manager == Manager::uv || manager == Manager::pipx
           || manager == Manager::poetry || manager == Manager::pipenv || manager == Manager::pdm
           || manager == Manager::conda;
}

bool has_plain_word(Command const& command, std::string_view word) {
    return std::ranges::any_of(command.arguments, [&](Argument const& argument) {
        return argument.value.text_or_empty() == word;
    });
}

/// What fills /root/.local with packages of Python; nullptr for none. Sets `has_others` where
/// packages are installed in another way, too.
ast::Instruction const* filler_of_local(Build const& build, Stage const& last, bool& has_others) {
    ast::Instruction const* found = nullptr;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run || !manages_python(manager_of(command))) continue;
            if (package_command(command, build.arena()).verb == Verb::upgrade) continue;
            bool const is_user = has_plain_word(command, "--user") && !command.is_conditional
                                 && is_root_at(build, *command.instruction);
            if (is_user) found = command.instruction;
            has_others |= !is_user;
        }
        for (auto const& transfer : stage->transfers) {
            if (transfer.from == nullptr) continue;
            auto const target = target_of(transfer);
            auto const source = transfer.sources.size() == 1
                                    ? transfer.sources.front().value.text_or_empty()
                                    : std::string_view();
            bool const is_local =
                target == "/root/.local" && clean_path(source).ends_with("/.local");
            if (is_local) found = transfer.instruction;
            has_others |= !is_local;
        }
    }
    return found;
}

/// A script that installs a tool below the home of who runs it, unless a variable says otherwise.
struct HomeInstaller {
    std::string_view programs;  ///< between blanks
    std::string_view address;
    std::string_view folder;
    std::string_view variables;  ///< that change the folder, separated by blanks
};
// The tools' own documentation of their installers.
constexpr std::array<HomeInstaller, 6> home_installers{{
    {" uv uvx ", "astral.sh/uv", "/root/.local/bin",
     "UV_INSTALL_DIR UV_UNMANAGED_INSTALL XDG_BIN_HOME XDG_DATA_HOME CARGO_HOME"},
    {" poetry ", "install.python-poetry.org", "/root/.local/bin", "POETRY_HOME"},
    {" bun bunx ", "bun.sh/install", "/root/.bun/bin", "BUN_INSTALL"},
    {" yarn yarnpkg ", "yarnpkg.com/install.sh", "/root/.yarn/bin", ""},
    {" deno ", "deno.land/install.sh", "/root/.deno/bin", "DENO_INSTALL"},
    {" cargo rustc ", "sh.rustup.rs", "/root/.cargo/bin", "CARGO_HOME"},
}};

/// True when something else may put the program elsewhere: its name stands in another command that
/// installs or moves, or in a COPY.
bool may_be_elsewhere(Build const& build, Stage const& last, HomeInstaller const& installer,
                      std::string_view program) {
    for (auto rest = installer.variables; !rest.empty();) {
        auto const end = std::min(rest.find(' '), rest.size());
        if (build.may_hold(rest.substr(0, end))) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (build.may_hold(std::string_view("HOME="))) return true;
    static constexpr WordList movers =
        " cp mv ln install tar apt apt-get apk pip pip3 pipx npm brew ";
    // uv.lock is not uv.
    auto const has_name = [&](Value const& value) {
        auto const name = base_name(value.known_suffix());
        if (!value.is_known() && name.empty()) return true;
        return name.substr(0, name.find_first_of("=<>~@[")) == program;
    };
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.use != Use::run) continue;
            bool const names = std::ranges::any_of(
                command.arguments,
                [&](Argument const& argument) { return has_name(argument.value); });
            if (names && (movers.holds(command.program) || has_plain_word(command, "-m")))
                return true;
        }
        for (auto const& transfer : stage->transfers) {
            if (transfer.from != nullptr || !transfer.target.is_known()
                || has_name(transfer.target))
                return true;
            if (std::ranges::any_of(transfer.sources,
                                    [&](auto const& source) { return has_name(source.value); }))
                return true;
        }
    }
    return false;
}

/// The RUN of a stage that fetches an installer as root; nullptr for none, or where another account
/// does.
ast::Instruction const* installer_run(Build const& build, Stage const& last,
                                      HomeInstaller const& installer) {
    ast::Instruction const* found = nullptr;
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        for (auto const& instruction : stage->instructions) {
            if (instruction.keyword != ast::Keyword::run) continue;
            auto const text =
                build.source().bytes().substr(instruction.whole.begin, instruction.whole.size());
            if (text.find(installer.address) == text.npos) continue;
            if (!is_root_at(build, instruction)) return nullptr;
            found = &instruction;
        }
    }
    return found;
}

ClosedProgram installed_tool(Build const& build, Stage const& stage, std::string_view program) {
    for (auto const& installer : home_installers) {
        if (installer.programs.find(" " + std::string(program) + " ") == std::string_view::npos)
            continue;
        if (!build.may_hold(installer.address) || !is_folder_of_path(stage, installer.folder))
            return {};
        auto const* instruction = installer_run(build, stage, installer);
        if (instruction == nullptr || may_be_elsewhere(build, stage, installer, program)) return {};
        return {std::string(installer.folder), instruction};
    }
    return {};
}

bool starts_python(std::string_view program) { return program == "python" || program == "python3"; }

/// Python looks for packages below the home of its own account, and those lie in another one.
ClosedProgram packages_of(Build const& build, Stage const& stage, Command const& command) {
    auto const first = command.argument(1);
    bool const runs_program = first == "-m" || first.ends_with(".py");
    if (!starts_python(command.program) || !runs_program) return {};
    for (std::string_view const name : {"PYTHONPATH", "PYTHONUSERBASE", "site-packages", "venv"}) {
        if (build.may_hold(name)) return {};
    }
    bool has_others = false;
    auto const* filler = filler_of_local(build, stage, has_others);
    if (filler == nullptr || has_others) return {};
    return {"/root/.local", filler, true};
}

}  // namespace

bool may_open_home(Build const& build, Stage const& last) {
    // What changes rights, or the folder itself, in some other way than those that are read.
    for (std::string_view const word :
         {"setfacl", "permission", "os.chmod", "--install-dir", "rm -rf /root", "-u 0"}) {
        if (build.source().bytes().find(word) != std::string_view::npos) return true;
    }
    for (auto const* stage = &last; stage != nullptr; stage = stage->parent) {
        if (!stage->triggered.instructions.empty()) return true;
        if (std::ranges::any_of(stage->transfers, replaces_home)) return true;
        if (std::ranges::any_of(stage->commands, [](Command const& command) {
                return command.use == Use::run
                       && (changes_rights(command) || moves_from_home(command)
                           || may_do_anything(command));
            })) {
            return true;
        }
    }
    return false;
}

ClosedProgram program_in_closed_home(Build const& build, Stage const& stage,
                                     Command const& command) {
    auto const program = command.program;
    if (program.empty() || command.argument(0) != program) return {};
    if (starts_python(program)) return packages_of(build, stage, command);
    if (auto tool = installed_tool(build, stage, program); !tool.folder.empty()) return tool;
    if (!knowledge::is_followed(knowledge::PackageFamily::python, program)
        || !is_folder_of_path(stage, "/root/.local/bin"))
        return {};
    bool has_others = false;
    auto const* filler = filler_of_local(build, stage, has_others);
    if (filler == nullptr
        || find_program_outside(build, stage, program, closed_home) != knowledge::Brings::no)
        return {};
    // Another rule speaks of what is nowhere at all.
    if (find_program(build, stage, program) == knowledge::Brings::no) return {};
    return {"/root/.local/bin", filler};
}

}  // namespace dockcheck::model
