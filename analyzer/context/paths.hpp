// Paths and wildcards of COPY sources, as BuildKit on Linux reads them.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck::context {

/// The shortest path that means the same, as Go's filepath.Clean makes it: no `.`, no `//`, no
/// trailing `/`, `..` resolved as far as it goes; "." for the empty path.
std::string clean_path(std::string_view path);

/// A COPY source or bind mount source as a path of the context: cleaned, with `..` and a leading
/// `/` held at the root; "" is the root itself.
std::string clean_source_path(std::string_view source);

/// The folder of a cleaned path; "" for a name at the root.
std::string_view folder_of(std::string_view path);
/// The same with the slash behind it: what the paths in it begin with.
std::string_view start_of_folder(std::string_view path);

/// True when BuildKit looks for matches instead of taking the path literally: an unescaped `*`, `?`
/// or `[`.
bool has_wildcards(std::string_view path);

enum class GlobMatch { no, yes, malformed };

/// Go's filepath.Match on Linux: `*` and `?` stay within one component, `[a-c]`, `[^a]`, `\x`.
/// As there, a malformed pattern goes unseen when the name fails before that part is reached.
GlobMatch glob_match(std::string_view pattern, std::string_view name);

}  // namespace dockcheck::context
