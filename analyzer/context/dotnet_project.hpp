// What a project file of .NET (.csproj, .fsproj, .vbproj) says of the file that it is built to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::context {

struct DotnetProject {
    std::string assembly;  ///< without .dll; empty where it has the name of the project file
    std::vector<std::string> references;  ///< other projects, relative to its folder, with `/`
    bool is_certain = true;  ///< false when something that is not read here may name the file
};

/// True for the name of such a file.
bool is_dotnet_project(std::string_view name);

/// True for a text of MSBuild, a project's or of one that projects take in, with what may give the
/// built file another name, or bring others.
bool may_place_output(std::string_view text);

/// Reads the text of one. Total.
DotnetProject read_dotnet_project(std::string_view text);

}  // namespace dockcheck::context
