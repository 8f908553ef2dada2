// What is known of the terminal behind standard output.
#pragma once

#include <cstdint>
#include <optional>

namespace dockcheck::cli {

/// True when standard output is a terminal.
bool is_terminal();
/// The same for standard error.
bool errors_are_on_terminal();
/// Its columns, where it is one.
std::optional<std::uint32_t> terminal_width();

}  // namespace dockcheck::cli
