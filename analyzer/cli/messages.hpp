// What dockcheck says beside its report, on standard error.
#pragma once

#include <string_view>

#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// The exit statuses of all commands.
enum Exit : int { exit_clean = 0, exit_findings = 1, exit_trouble = 2 };

/// `dockcheck: error: WHERE: TEXT`. Control characters are made visible.
void say_error(Error const& error);
void say_error(std::string_view text);
/// `dockcheck: note: TEXT`.
void say_note(std::string_view text);
/// A line as it is.
void say(std::string_view line);

}  // namespace dockcheck::cli
