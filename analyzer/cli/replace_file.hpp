// Putting new bytes into a file without ever leaving half of them there.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// Writes a file anew: beside it, then renamed over it. Its mode is kept, a symbolic link stays one
/// and what it leads to is replaced. A file that may not be written is an error that names it.
Result<void> replace_file(std::string const& path, std::string_view bytes);

/// Writes a file whether it is there or not: replaced when it is a plain file, else made or written
/// to as it is (a pipe, a device).
Result<void> write_file(std::string const& path, std::string_view bytes);

}  // namespace dockcheck::cli
