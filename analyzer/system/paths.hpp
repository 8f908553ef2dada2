// Paths of the disk as text: UTF-8 with forward slashes, whatever the system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dockcheck::system {

/// Drives ("C:/x") and shares ("//server/share/x") are what Windows has.
enum class PathStyle : std::uint8_t { posix, windows };

#ifdef _WIN32
constexpr PathStyle native_style = PathStyle::windows;
#else
constexpr PathStyle native_style = PathStyle::posix;
#endif

/// The path as dockcheck writes it: on Windows each backslash is a slash, and what only turns the
/// system's own reading off (`\\?\`) is left out.
std::string with_slashes(std::string_view path, PathStyle style = native_style);

/// How much of a path with slashes is its root: "/", "C:/", "//server/share/"; 0 for a relative
/// one.
std::size_t root_size(std::string_view path, PathStyle style = native_style);

/// True for a path that means the same from everywhere.
inline bool is_absolute(std::string_view path, PathStyle style = native_style) {
    return root_size(path, style) > 0;
}

/// A path as seen from a folder, without `.`, repeated slashes and those `..` that can be resolved;
/// without a slash at its end unless it is a root; "." for the folder "" itself.
std::string joined(std::string_view folder, std::string_view path, PathStyle style = native_style);

/// The folder of a path: "/x" -> "/", "C:/x" -> "C:/", "a/b" -> "a", "a" -> ""; a root's is itself.
std::string_view parent_of(std::string_view path, PathStyle style = native_style);

/// What has to stand between a folder and a name in it: a slash, or nothing behind a root.
constexpr std::string_view slash_behind(std::string_view folder) {
    return folder.ends_with('/') ? "" : "/";
}

}  // namespace dockcheck::system
