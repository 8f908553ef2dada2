// The assembly that `dotnet publish` makes, and the one that a container is told to start.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

/// The step and the project that certainly have made the assembly which a start command names.
struct PublishedAssembly {
    Command const* publish = nullptr;  ///< nullptr: not known
    std::string project;               ///< its file in the context
    std::string path;                  ///< of the assembly, as the command names it
    std::string name;                  ///< without folder
    std::size_t at = 0;                ///< its word in the command
};

/// Of a start command such as `dotnet shop.dll`.
PublishedAssembly published_assembly(Build const& build, Stage const& stage,
                                     Command const& command);

/// The file of the context that such a step restores, builds or publishes; nothing where that is
/// not certain.
std::optional<std::string> dotnet_project_of(Build const& build, Stage const& stage,
                                             Command const& command);

/// Of the same start command.
MissingAssembly missing_assembly(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
