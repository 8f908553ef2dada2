// Reading of EXPOSE's ports.
#include "analyzer/syntax/dockerfile/port.hpp"

#include <algorithm>
#include <array>

#include "analyzer/syntax/dockerfile/go_values.hpp"

namespace dockcheck::dockerfile {
namespace {

constexpr std::int64_t largest_port = 65535;

struct PortRange {
    std::uint32_t first;
    std::uint32_t last;
};

std::optional<std::uint32_t> parse_port_number(std::string_view text) {
    auto const number = parse_go_integer(text);
    if (!number || *number < 0 || *number > largest_port) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::optional<PortRange> parse_port_range(std::string_view text) {
    auto const dash = text.find('-');
    auto const begin = text.substr(0, dash);
    auto const first = parse_port_number(begin);
    if (!first) return std::nullopt;
    if (dash == std::string_view::npos) return PortRange{*first, *first};
    auto const last = parse_port_number(text.substr(dash + 1));
    if (!last || *last < *first) return std::nullopt;
    return PortRange{*first, *last};
}

bool is_port_protocol(std::string_view protocol) {
    constexpr std::array<std::string_view, 4> known{"", "tcp", "udp", "sctp"};
    return std::ranges::find(known, std::string_view(go_lower(protocol))) != known.end();
}

/// An address of the host: a literal one, an IPv6 one also in brackets.
bool is_host_address(std::string_view text) {
    if (text.empty()) return true;
    if (text.starts_with('[')) {
        if (!text.ends_with(']') || text.size() < 2) return false;
        text = text.substr(1, text.size() - 2);
        if (text.empty()) return true;
    }
    return is_ip_address(text);
}

bool is_ipv4_address(std::string_view text) {
    for (int part = 0; part < 4; ++part) {
        auto const dot = text.find('.');
        if ((part < 3) != (dot != std::string_view::npos)) return false;
        auto const number = text.substr(0, dot);
        bool const padded = number.size() > 1 && number.front() == '0';
        if (padded || number.size() > 3 || !parse_go_unsigned(number, 10, 255)) return false;
        text.remove_prefix(part < 3 ? dot + 1 : text.size());
    }
    return true;
}

bool is_ipv6_group(std::string_view group) {
    auto const is_hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return !group.empty() && group.size() <= 4 && std::ranges::all_of(group, is_hex);
}

/// Counts the groups of one side of `::`; an IPv4 address at the very end counts for two. -1 when
/// malformed.
int count_ipv6_groups(std::string_view text, bool at_end) {
    int count = 0;
    if (text.empty()) return 0;
    while (count <= 8) {
        auto const colon = text.find(':');
        auto const group = text.substr(0, colon);
        bool const is_last = colon == std::string_view::npos;
        if (is_last && at_end && is_ipv4_address(group)) return count + 2;
        if (!is_ipv6_group(group)) return -1;
        ++count;
        if (is_last) return count;
        text.remove_prefix(colon + 1);
    }
    return -1;
}

bool is_ipv6_address(std::string_view text) {
    auto const gap = text.find("::");
    if (gap == std::string_view::npos) return count_ipv6_groups(text, true) == 8;
    auto const before = count_ipv6_groups(text.substr(0, gap), false);
    auto const after = count_ipv6_groups(text.substr(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < 8;
}

/// The parts between colons, from the right; all that is left belongs to the address.
struct PortParts {
    std::string_view address;
    std::string_view host;
    std::string_view container;
};

PortParts split_port(std::string_view word) {
    auto const last = word.rfind(':');
    if (last == std::string_view::npos) return {{}, {}, word};
    auto const container = word.substr(last + 1);
    auto const rest = word.substr(0, last);
    auto const previous = rest.rfind(':');
    if (previous == std::string_view::npos) return {{}, rest, container};
    return {rest.substr(0, previous), rest.substr(previous + 1), container};
}

}  // namespace

bool is_ip_address(std::string_view text) {
    return text.find(':') == std::string_view::npos ? is_ipv4_address(text) : is_ipv6_address(text);
}

Port parse_port(std::string_view word) {
    auto parts = split_port(word);
    Port port;
    port.has_host = !parts.address.empty() || !parts.host.empty();
    auto const slash = parts.container.find('/');
    auto const number = parts.container.substr(0, slash);
    port.protocol_span.begin = port.protocol_span.end = static_cast<std::uint32_t>(word.size());
    if (slash != std::string_view::npos) {
        port.protocol = parts.container.substr(slash + 1);
        port.protocol_span.begin -= static_cast<std::uint32_t>(port.protocol.size());
    }
    auto const fail = [&](ast::FaultKind kind) {
        port.fault = kind;
        return port;
    };
    if (number.empty()) return fail(ast::FaultKind::invalid_port);
    if (!is_port_protocol(port.protocol)) return fail(ast::FaultKind::invalid_protocol);
    if (!is_host_address(parts.address)) return fail(ast::FaultKind::invalid_port);
    auto const container = parse_port_range(number);
    if (!container) return fail(ast::FaultKind::invalid_port);
    port.first = container->first;
    port.last = container->last;
    if (parts.host.empty()) return port;
    auto const host = parse_port_range(parts.host);
    if (!host) return fail(ast::FaultKind::invalid_port);
    bool const same_length = host->last - host->first == port.last - port.first;
    if (!same_length && port.first != port.last) return fail(ast::FaultKind::invalid_port);
    return port;
}

}  // namespace dockcheck::dockerfile
