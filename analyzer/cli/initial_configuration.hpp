// The dockcheck.toml that `init` writes.
#pragma once

#include <string_view>

namespace dockcheck::cli {

/// `# ` begins a remark, `#` alone a setting: without it all of them hold together (there is a
/// test).
extern std::string_view const initial_configuration;

}  // namespace dockcheck::cli
