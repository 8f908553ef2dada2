// Ports of EXPOSE: `[[ip:]hostport:]port[-port][/protocol]`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/syntax/dockerfile/fault.hpp"

namespace dockcheck::dockerfile {

/// One word of EXPOSE, expanded, taken apart.
struct Port {
    std::optional<ast::FaultKind> fault;  ///< invalid_protocol or invalid_port; the rest is then
                                          ///< what could be read
    std::uint32_t first = 0;              ///< of the container's range
    std::uint32_t last = 0;
    std::string_view protocol;  ///< as written; empty means tcp
    Span protocol_span;         ///< in bytes of the word, behind the slash
    bool has_host = false;      ///< an address or a port of the host is given
};

/// Reads as BuildKit does (dockerfile-grammar, section 12, EXPOSE).
Port parse_port(std::string_view word);

/// A literal IPv4 or IPv6 address as Go's net.ParseIP accepts it.
bool is_ip_address(std::string_view text);

}  // namespace dockcheck::dockerfile
