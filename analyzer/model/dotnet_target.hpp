// Which .NET a project is built for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The major version of .NET that a project is built for, by its TargetFramework; nothing where
/// another file or a condition may name one, and where the runtime comes along with it.
struct DotnetTarget {
    std::uint32_t major = 0;
    std::string_view text;  ///< "net10.0", in the text of the file
    Span span;              ///< there
};
std::optional<DotnetTarget> dotnet_target(context::Context const& context, std::string const& file);

}  // namespace dockcheck::model
