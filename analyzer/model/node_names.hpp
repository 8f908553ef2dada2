// What the name of a module says: a part of Node.js, or of a package.
#pragma once

#include <string_view>

namespace dockcheck::model {

/// True for what Node.js itself brings: `fs`, `node:test`.
bool is_node_module_built_in(std::string_view module);

/// `@scope/name` of `@scope/name/part`.
std::string_view node_package_of(std::string_view module);

}  // namespace dockcheck::model
