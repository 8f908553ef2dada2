// What the name of a module says: a part of Node.js, or of a package.
#pragma once

#include <array>
#include <string_view>

namespace dockcheck::model {

/// True for what Node.js itself brings: `fs`, `node:test`.
bool is_node_module_built_in(std::string_view module);

/// What Node.js may find a file by that a path names without it, in the order of its look-ups, and
/// what it finds one by in newer releases or with a loader.
inline constexpr std::array<std::string_view, 12> node_endings{
    "",    ".js",  ".json",         ".node",     ".cjs",        ".mjs",
    ".ts", ".tsx", "/package.json", "/index.js", "/index.json", "/index.node"};

/// `@scope/name` of `@scope/name/part`.
std::string_view node_package_of(std::string_view module);

}  // namespace dockcheck::model
