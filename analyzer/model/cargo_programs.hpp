// The programs that Cargo builds of a package, by their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

struct CargoPrograms {
    Command const* command = nullptr;  ///< that builds them; nullptr where they are not known
    std::string manifest;              ///< of the context
    std::vector<std::string> names;    ///< the package's own first
    std::string folder;                ///< absolute: that they lie in
};

/// All programs that Cargo puts into the folder of a path, in a stage or in those that it is FROM,
/// where it certainly puts none of the path's name there and no step speaks of that. Where it puts
/// that very program into another folder, which --target or --release name, all of that one.
CargoPrograms cargo_programs_instead(Build const& build, Stage const& stage, std::string_view path);

}  // namespace dockcheck::model
