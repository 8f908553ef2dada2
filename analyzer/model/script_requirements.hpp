// Variables without which the shell script that a container starts ends.
#pragma once

#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/start_script.hpp"

namespace dockcheck::model {

/// `${NAME:?}`, and under `set -u` `$NAME`, where the script certainly gets to it and nothing in it
/// may set the variable.
std::vector<RequiredVariable> script_requirements(Build const& build, StartScript const& script);

}  // namespace dockcheck::model
