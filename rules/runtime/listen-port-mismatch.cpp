// Finds servers whose port no EXPOSE names.
#include "rules/runtime/listen-port-mismatch.hpp"

#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/listening.hpp"

namespace dockcheck::rules::listen_port_mismatch {
namespace {

struct Range {
    unsigned first = 0;
    unsigned last = 0;
};

std::optional<unsigned> number_in(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    unsigned number = 0;
    for (char const digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + static_cast<unsigned>(digit - '0');
    }
    return number;
}

/// `80`, `80/tcp`, `8000-8010/tcp`; nothing when it is no port of TCP.
std::optional<Range> range_of(std::string_view text) {
    auto const slash = text.find('/');
    if (slash != text.npos && text.substr(slash) != "/tcp" && text.substr(slash) != "/TCP")
        return std::nullopt;
    text = text.substr(0, slash);
    auto const dash = text.find('-');
    auto const first = number_in(text.substr(0, dash));
    auto const last = dash == text.npos ? first : number_in(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    return Range{*first, *last};
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.ports.empty() || config.is_windows) return;
    std::string ports;
    model::Port const* primary = nullptr;
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->port) return;
    for (auto const& port : config.ports) {
        auto const text = port.text.text_or_empty();
        auto const range = range_of(text);
        if (!range) return;
        if (*server->port >= range->first && *server->port <= range->last) return;
        if (port.origin.kind == model::Origin::Kind::instruction && primary == nullptr)
            primary = &port;
        if (!ports.empty()) ports += ", ";
        ports += text;
    }
    if (primary == nullptr) return;
    auto const where = server->port_place.source == nullptr ? server->place : server->port_place;
    pass.report(primary->place, other, server->shown, std::to_string(*server->port), ports)
        .related(where, "listens here");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::listen_port_mismatch
