// Finds servers whose port no EXPOSE names.
#include "rules/runtime/listen-port-mismatch.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/port.hpp"

namespace dockcheck::rules::listen_port_mismatch {
namespace {

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.ports.empty() || config.is_windows) return;
    std::string ports;
    model::Port const* primary = nullptr;
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->port) return;
    for (auto const& port : config.ports) {
        auto const text = port.text.text_or_empty();
        auto const range = dockerfile::parse_port(text);
        bool const is_tcp =
            range.protocol.empty() || dockerfile::equals_folded(range.protocol, "tcp");
        if (range.fault || range.has_host || !is_tcp) return;
        if (*server->port >= range.first && *server->port <= range.last) return;
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
