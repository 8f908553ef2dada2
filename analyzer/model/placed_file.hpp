// Files of the build context at a path of a stage's image.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// What lies at an absolute path, when commands that ran behind a COPY are taken to have left its
/// files in their places.
Landing placed_landing(Build const& build, Stage const& stage, std::string_view path);

/// The file of the context that a COPY put at an absolute path, as a path in the context, by
/// placed_landing(): enough for what a file says, not for rules about absence.
std::optional<std::string> placed_file(Build const& build, Stage const& stage,
                                       std::string_view path);

}  // namespace dockcheck::model
