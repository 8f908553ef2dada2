// Commands that put another program in the place of /bin/sh.
#pragma once

#include <string_view>

#include "analyzer/model/command.hpp"

namespace dockcheck::model {

struct ShellChange {
    enum class Kind : std::uint8_t {
        none,
        replaced,      ///< ln, cp, mv onto /bin/sh
        reconfigured,  ///< dpkg-reconfigure dash, update-alternatives for sh
        login,         ///< chsh, usermod -s
    } kind = Kind::none;
    std::string_view shell;  ///< path of the new one, where known
    std::string_view user;   ///< for login; empty: whoever runs it
};

ShellChange shell_change_by(Command const& command);

}  // namespace dockcheck::model
