// Asking the console.
#include "analyzer/system/terminal.hpp"

#include <cstdlib>
#include <string_view>

#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {
namespace {

/// A console is told from NUL, which is no file either, by having a mode.
bool is_console(DWORD which) {
    DWORD mode = 0;
    return ::GetConsoleMode(::GetStdHandle(which), &mode) != 0;
}

bool obeys(DWORD which) {
    DWORD mode = 0;
    return ::GetConsoleMode(::GetStdHandle(which), &mode) != 0
           && (mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

bool is_called_dumb() {
    char const* const terminal = std::getenv("TERM");
    return terminal != nullptr && std::string_view(terminal) == "dumb";
}

}  // namespace

bool is_terminal() { return is_console(STD_OUTPUT_HANDLE); }

bool errors_are_on_terminal() { return is_console(STD_ERROR_HANDLE); }

bool terminal_obeys() { return obeys(STD_ERROR_HANDLE) && !is_called_dumb(); }

bool terminal_has_colors() { return obeys(STD_OUTPUT_HANDLE) && !is_called_dumb(); }

std::optional<std::uint32_t> terminal_width() {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (::GetConsoleScreenBufferInfo(::GetStdHandle(STD_OUTPUT_HANDLE), &info) == 0)
        return std::nullopt;
    auto const columns = info.srWindow.Right - info.srWindow.Left + 1;
    if (columns <= 0) return std::nullopt;
    return static_cast<std::uint32_t>(columns);
}

}  // namespace dockcheck::system
