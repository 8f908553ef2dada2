// The names of Docker's own images.
#pragma once

#include <string_view>

namespace dockcheck::knowledge {

/// True for a name without registry and folder that Docker Hub has an official image of, or had.
/// Others of that form are built by the project that names them.
bool is_official_name(std::string_view name);

}  // namespace dockcheck::knowledge
