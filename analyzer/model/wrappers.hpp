// Programs that run another program: sudo, env, timeout, sh -c.
#pragma once

#include <cstddef>
#include <span>

#include "analyzer/model/script_words.hpp"

namespace dockcheck::model {

/// What is left of a command when its wrappers are taken off.
struct Unwrapped {
    std::size_t program = 0;  ///< index of the real program's word
    std::string_view name;    ///< its name, without its folder; empty when it is not known
    std::uint16_t wrappers = wrapper_none;
    std::span<Assignment const> assignments;  ///< of env and sudo
    /// The word that a shell reads as a script (`sh -c`), or nullptr.
    Argument const* script = nullptr;
    bool reads_input = false;  ///< a shell without script: it reads standard input
    bool errexit = false;      ///< options of that shell
    bool pipefail = false;
    bool is_bash = false;
    std::string_view shell;  ///< the name of that shell; empty for a user's login shell
};

/// Takes the wrappers off. With a script or reads_input, `program` is the shell itself.
Unwrapped unwrap(std::span<Argument const> words, Arena& arena);

/// The name of a program without its folder; empty when it is not known.
std::string_view program_name(Argument const& argument);

/// True for the names of POSIX-like shells.
bool is_shell(std::string_view program);

}  // namespace dockcheck::model
