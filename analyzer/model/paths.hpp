// Paths inside an image, put together as BuildKit does (build-semantics, section 2.1).
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/origin.hpp"
#include "analyzer/text/arena.hpp"
#include "analyzer/text/value.hpp"

namespace dockcheck::model {

/// Lexically cleaned absolute path: no `.`, `..`, `//` nor trailing `/` ("/" itself excepted).
std::string clean_path(std::string_view path);
/// The same, in the arena where it differs from what is given.
std::string_view clean_path(std::string_view path, Arena& arena);

/// The cleaned path of what lies below an absolute folder.
std::string_view path_below(std::string_view folder, std::string_view path, Arena& arena);

/// True when a cleaned absolute path lies below a folder, which may be "/".
bool lies_below(std::string_view path, std::string_view folder);

/// A source of the build context as a path in it: cleaned, leading `/` and `..` clamped to the root
/// (""), wildcards kept.
std::string context_path(std::string_view source);
/// The same, in the arena where it differs from what is given.
std::string_view context_path(std::string_view source, Arena& arena);

/// What WORKDIR makes of the directory in force and its argument.
Value join_workdir(Arena& arena, Setting<Value> const& workdir, Value const& path, bool is_windows);

/// Absolute destination of a COPY or ADD; keeps a trailing `/`, and `.` gets one.
Value join_target(Arena& arena, Setting<Value> const& workdir, Value const& destination,
                  bool is_windows);

/// A path of which nothing is known.
Value unknown_path(Arena& arena);

/// True when the path is relative whatever its unknown pieces hold.
bool is_certainly_relative(Value const& path, bool is_windows);

/// True for a source of ADD that is fetched: a URL or a git repository; also when it begins as one.
bool is_remote_source(Value const& source);

}  // namespace dockcheck::model
