// Fences of Markdown around code that may hold backticks itself.
#pragma once

#include <cstddef>
#include <string_view>

namespace dockcheck {

/// The most backticks that stand side by side: a fence needs one more (CommonMark 0.31, 4.5, 6.1).
std::size_t longest_run_of_backticks(std::string_view text);

}  // namespace dockcheck
