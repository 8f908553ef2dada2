// From digits to a number.
#include "analyzer/model/read_port.hpp"

namespace dockcheck::model {

std::optional<std::uint16_t> read_port(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    std::uint32_t port = 0;
    for (char const digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        port = port * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    if (port == 0 || port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

}  // namespace dockcheck::model
