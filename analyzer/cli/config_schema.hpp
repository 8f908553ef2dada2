// The JSON schema of dockcheck.toml, for editors and checkers of TOML.
#pragma once

#include <string>

namespace dockcheck::cli {

/// JSON Schema draft 7, made of the rules' pages and the tables of keys.
std::string config_schema();

}  // namespace dockcheck::cli
