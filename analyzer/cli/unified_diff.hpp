// What changed between two texts, as `diff -u` shows it.
#pragma once

#include <string>
#include <string_view>

namespace dockcheck::cli {

/// A unified diff with three lines of context; empty when nothing changed. Its names begin with a/
/// and b/ and are quoted as git does it, so that `git apply` and `patch -p1` take them where `path`
/// begins.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace dockcheck::cli
