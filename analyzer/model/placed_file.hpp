// Files of the build context at a path of a stage's image.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// The file of the context that a COPY put at an absolute path, as a path in the context. Commands
/// that ran behind the COPY are taken to have left the file in its place: enough for what a file
/// says, not for rules about absence.
std::optional<std::string> placed_file(Build const& build, Stage const& stage,
                                       std::string_view path);

}  // namespace dockcheck::model
