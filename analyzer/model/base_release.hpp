// Which release of a distribution the image at the bottom of a stage is made from.
#pragma once

#include <optional>

#include "analyzer/knowledge/releases.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// The release that the name and tag of the image at the bottom of a stage say, nullptr where they
/// say none and for Windows. Found by the first who asks.
knowledge::SystemRelease const* base_release(Stage const& stage);

/// Whether the /bin/sh of that image, where it is dash, knows `set -o pipefail`.
std::optional<bool> dash_has_pipefail(Stage const& stage);

}  // namespace dockcheck::model
