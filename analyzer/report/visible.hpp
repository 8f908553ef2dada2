// Text made safe and measured for a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck {

/// Appends a code point so that it shows and does nothing else: control characters and those that
/// reorder text (bidirectional controls) become `\x1b` or `\u202e`. Returns the columns it takes.
std::uint32_t append_visible(char32_t code_point, std::string& out);

/// The text on one line: control characters as escapes (a line feed is `\n`), bytes that are not
/// UTF-8 as U+FFFD.
std::string visible(std::string_view text);
/// Appends that.
void append_visible(std::string_view text, std::string& out);

/// Columns that valid UTF-8 without control characters takes on a terminal.
std::uint32_t display_width(std::string_view text);

/// Breaks a paragraph at blanks into lines of at most `width` columns; a longer word has a line to
/// itself. Runs of blanks and line ends count as one blank.
std::vector<std::string> wrapped(std::string_view text, std::uint32_t width);

}  // namespace dockcheck
