// The assembly that `dotnet publish` makes, and the one that a container is told to start.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// An assembly that certainly is not where a start command looks for it, as the project whose
/// files lie there has another name.
struct MissingAssembly {
    Argument const* word = nullptr;    ///< that names it; nullptr when nothing is missing
    Command const* publish = nullptr;  ///< that fills the folder
    std::string path;                  ///< of what is missing
    std::string project;               ///< its file in the context
    std::string made;                  ///< the name of what is there: "Shop.dll"
};

/// Of a start command such as `dotnet shop.dll`.
MissingAssembly missing_assembly(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
