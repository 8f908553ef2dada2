// Applications of ASP.NET Core that listen where their base image says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct DotnetServer {
    std::string assembly;    ///< "Shop.dll"
    std::uint16_t port = 0;  ///< that of the base image's ASPNETCORE_HTTP_PORTS
    Place place;             ///< of the word that starts it
};

/// The web application that an image of mcr.microsoft.com/dotnet/aspnet starts; nothing where a
/// variable, a word of the command, a source or a setting of the context may name another port.
std::optional<DotnetServer> dotnet_server(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
