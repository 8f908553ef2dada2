// From the forms of a command to the simple commands in them.
#pragma once

#include <span>

#include "analyzer/model/command.hpp"
#include "analyzer/model/shell_script.hpp"
#include "analyzer/syntax/dockerfile/expand.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::model {

/// What the commands of an instruction are taken from.
struct CommandSource {
    ast::Instruction const* instruction = nullptr;
    Use use = Use::run;
    ast::CommandForm const* form = nullptr;
    ShellKind shell =
        ShellKind::posix;         ///< for the shell form; powershell and cmd give no commands
    bool has_pipefail = false;    ///< by SHELL
    bool has_errexit = false;     ///< by SHELL: `-e`
    bool shell_is_known = false;  ///< by SHELL or the base image
    ShellKind plain_sh = ShellKind::posix;  ///< what `sh` is in the image
    bool plain_sh_is_known = false;
    /// Behind so many no more are looked for: there is one too many then.
    std::size_t most_commands = ~std::size_t{0};
};

/// All simple commands of a form, in the order of the text, wrappers taken off, scripts of `sh -c`
/// and of heredocs given to a shell included. `scope` gives variables of the build; those that the
/// script itself sets are followed where that is certain, else unknown.
std::span<Command const> commands_of(CommandSource const& source, dockerfile::Scope scope,
                                     Arena& arena);

/// The same with the scripts that the commands stand in.
struct Commands {
    std::span<Command const> commands;
    std::span<ShellScript const* const> scripts;
};
Commands commands_and_scripts_of(CommandSource const& source, dockerfile::Scope scope,
                                 Arena& arena);

/// The commands of words that no shell reads: an ENTRYPOINT with the words of CMD behind its own.
std::span<Command const> commands_of_words(std::span<Argument const> words,
                                           ast::Instruction const& instruction, Use use,
                                           Arena& arena);

/// The words of a JSON form.
std::span<Argument const> arguments_of(std::span<ast::Word const> words, Arena& arena);

}  // namespace dockcheck::model
