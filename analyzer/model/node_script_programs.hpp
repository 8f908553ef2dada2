// Which programs a script of package.json starts in any case, one after the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/context/manifests/manifest.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// What a reader of scripts is told about a program.
enum class ToolState : std::uint8_t {
    unknown,
    there,
    left_out,
};

/// The first program that is left out and whose failure certainly fails the script.
struct NeededTool {
    std::string program;
    context::Dependency const* script = nullptr;  ///< that starts it
};

/// Follows `npm run` from script to script, with `pre` and `post`. Nothing where something that
/// nobody knows comes first.
std::optional<NeededTool> first_left_out(context::Manifest const& manifest, std::string_view name,
                                         FunctionRef<ToolState(std::string_view)> state_of);

}  // namespace dockcheck::model
