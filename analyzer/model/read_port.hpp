// Numbers of ports as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dockcheck::model {

/// A port from 1 to 65535 in decimal digits and nothing else.
std::optional<std::uint16_t> read_port(std::string_view text);

}  // namespace dockcheck::model
