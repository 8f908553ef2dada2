// Daemons that have to begin as root and change to an account of their own by themselves.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// True for a daemon, by the name of its program, that must be started as root.
bool is_root_daemon(std::string_view program);

}  // namespace dockcheck::knowledge
