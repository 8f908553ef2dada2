// How grave hadolint takes each of its rules where no configuration says otherwise.
#pragma once

#include <optional>
#include <string_view>

namespace dockcheck::hadolint {

/// The level of "DL3006" or "SC2086": error, warning, info or style. Nothing for an id that is not
/// known, or that hadolint leaves out unless it is asked for.
std::optional<std::string_view> default_level(std::string_view id);

}  // namespace dockcheck::hadolint
