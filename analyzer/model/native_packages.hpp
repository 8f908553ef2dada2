// Packages of Python, Node.js and Ruby that hold compiled code.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// True for a well-known package with compiled code; the manager tells the language.
bool is_native_package(Manager manager, std::string_view name);

/// One that a stage or those that it is FROM certainly install: named in a command, in a
/// requirements file or in a manifest of the context. Empty when none is seen.
std::string native_package_in(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
