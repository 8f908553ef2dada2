// What a container does with the rights that it starts with.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

enum class Privileges : std::uint8_t {
    kept,         ///< the start command runs as the user that the image names
    dropped,      ///< it changes to another user itself: gosu, su-exec, setpriv
    needed,       ///< an init, a supervisor or a daemon that must begin as root, or a script of one
    interactive,  ///< a shell for somebody to work in, or nothing of this Dockerfile's own
    unknown,      ///< a script that nobody can see here
};

/// Looks at the start command of a stage's image, and into its script where the context shows it.
/// Kept for the next one who asks.
Privileges privileges_of(Build const& build, Stage const& stage);

/// True when a stage or one that it is FROM installs a daemon that must begin as root, or makes the
/// folder that it needs.
bool brings_root_daemon(Stage const& stage);

/// True when a stage or one that it is FROM brings or runs a program that starts others as another
/// account: gosu, su-exec, setpriv, supervisord, s6.
bool brings_account_changer(Stage const& stage);

/// True for the words of USER, or of `user` of a service, that name root: `root`, `0:0`.
bool names_root(std::string_view user);

/// True where a useradd or adduser asks for a shell that somebody can work in: `-s /bin/bash`.
bool has_login_shell(Command const& command);

}  // namespace dockcheck::model
