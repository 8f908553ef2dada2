// Asking the terminal, and what its variable says.
#include "analyzer/system/terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dockcheck::system {

bool is_terminal() { return ::isatty(STDOUT_FILENO) != 0; }

bool errors_are_on_terminal() { return ::isatty(STDERR_FILENO) != 0; }

bool terminal_obeys() {
    char const* const terminal = std::getenv("TERM");
    return terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool terminal_has_colors() {
    char const* const terminal = std::getenv("TERM");
    return terminal == nullptr || std::string_view(terminal) != "dumb";
}

std::optional<std::uint32_t> terminal_width() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return std::nullopt;
}

}  // namespace dockcheck::system
