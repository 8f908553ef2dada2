// How PowerShell is started, and the text of its script behind the quotes of others.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analyzer/model/shell_script.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/mapped.hpp"

namespace dockcheck::model {

/// True for powershell and pwsh, with or without folder and `.exe`.
bool is_powershell(std::string_view program);
/// True for pwsh alone.
bool is_powershell_core(std::string_view program);

/// False where no script of a RUN is PowerShell's: asked of each RUN of all files.
inline bool may_start_powershell(ShellKind kind, ast::Instruction const& at,
                                 std::span<Command const> commands) {
    if (kind > ShellKind::busybox) return true;
    if (commands.empty()) return !at.heredocs.empty();
    return std::ranges::any_of(commands, [](Command const& command) {
        auto const program = command.program;
        return program.size() >= 4 && (program[0] == 'p' || program[0] == 'P')
               && is_powershell(program);
    });
}

/// Where the script begins among the words of a start, the program first; nullopt for a file, an
/// encoded script, or what is not known.
std::optional<std::size_t> powershell_script_word(std::span<std::string_view const> words);

/// A start in a shell form.
struct PowerShellStart {
    Mapped wrapper;  ///< the program and its options
    Mapped script;   ///< what stands behind it, as it is written
    bool is_core = false;
};

/// All starts in a line that cmd reads. Nothing behind what cmd itself would change.
class PowerShellStarts {
 public:
    explicit PowerShellStarts(Mapped line) : line_(line) {}
    /// The next one.
    std::optional<PowerShellStart> next();

 private:
    Mapped line_;
    std::uint32_t at_ = 0;
};

/// The text that a program of Windows gets of its command line: quotes are taken off, `\"` is one.
Mapped windows_argument_text(Mapped text, Arena& arena);
/// The same behind cmd: `^` is taken off too. Nullopt where it puts in a variable.
std::optional<Mapped> text_behind_cmd(Mapped text, Arena& arena);
/// The text of one word of a POSIX shell, which has nothing that the shell expands.
std::optional<Mapped> text_of_shell_word(Mapped word, Arena& arena);

}  // namespace dockcheck::model
