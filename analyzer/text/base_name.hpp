// The last part of a path.
#pragma once

#include <string_view>

namespace dockcheck {

/// What stands behind the last slash; all of it where there is none.
constexpr std::string_view base_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

}  // namespace dockcheck
