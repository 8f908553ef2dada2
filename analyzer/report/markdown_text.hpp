// Text within Markdown.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck {

/// The text on one line, such that Markdown shows it as it is, also within a cell of a table.
std::string markdown_text(std::string_view text);
/// The text as a code span within a cell of a table.
std::string markdown_code(std::string_view text);

}  // namespace dockcheck
