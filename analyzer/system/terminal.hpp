// What is known of the terminal behind standard output and standard error.
#pragma once

#include <cstdint>
#include <optional>

namespace dockcheck::system {

/// True when standard output is a terminal.
bool is_terminal();
/// The same for standard error.
bool errors_are_on_terminal();
/// True where the terminal of standard error takes moves of the cursor, as far as is known.
bool terminal_obeys();
/// False where the terminal of standard output is known to take no colours.
bool terminal_has_colors();
/// The columns of standard output, where it is a terminal.
std::optional<std::uint32_t> terminal_width();

}  // namespace dockcheck::system
