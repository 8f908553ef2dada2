// Finds servers whose port no EXPOSE names, or that a compose file publishes another port of.
#include "rules/runtime/listen-port-mismatch.hpp"

#include <algorithm>
#include <string>
#include <string_view>

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

/// True for a variable of a service that may say where the server listens.
bool may_set_port(std::string_view name) {
    static constexpr std::string_view words[] = {"PORT", "ADDR", "BIND", "URL",  "LISTEN",
                                                 "ARGS", "OPT",  "CONF", "FLAG", "SERVER"};
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return name.find(word) != name.npos; });
}

void check_deployment(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !deployment.is_whole) return;
    if (deployment.command || deployment.entrypoint || deployment.may_change_environment) return;
    if (!deployment.ports || deployment.ports->empty()) return;
    if (std::ranges::any_of(deployment.environment, may_set_port)) return;
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->port) return;
    auto const port = std::to_string(*server->port);
    std::string published;
    for (auto const& one : *deployment.ports) {
        if (one.text == port) return;
        if (!published.empty()) published += ", ";
        published += one.text;
    }
    auto const where = server->port_place.source == nullptr ? server->place : server->port_place;
    pass.report(deployment.place(deployment.ports->front()), unpublished, server->shown, port,
                "the service " + deployment.service, published)
        .related(where, "listens here");
}

}  // namespace

constinit Check const rule = on<check, check_deployment>();

}  // namespace dockcheck::rules::listen_port_mismatch
