// Reading a file of the disk as a whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analyzer/text/function_ref.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck {

/// The bytes of a file, or of standard input for "-". An error names the path and says why: it is
/// missing, a folder, unreadable or larger than `limit`.
Result<std::string> read_file(std::string const& path, std::size_t limit);
/// The same of a file that must be a regular one: a pipe or a device may never end.
Result<std::string> read_regular_file(std::string const& path, std::size_t limit);
/// The same into a text that is there already: its memory is used again.
Result<void> read_file(std::string const& path, std::size_t limit, std::string& bytes);
/// The same, but of a file whose first bytes are of another kind no more is read than these.
Result<void> read_file(std::string const& path, std::size_t limit, std::string& bytes,
                       FunctionRef<bool(std::string_view first)> is_of_another_kind);

}  // namespace dockcheck
