// Finds servers whose port no EXPOSE names, or that a compose file publishes another port of.
#include "rules/runtime/listen-port-mismatch.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/dotnet_server.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/syntax/dockerfile/keyword.hpp"
#include "analyzer/syntax/dockerfile/port.hpp"

namespace dockcheck::rules::listen_port_mismatch {
namespace {

/// A server, the port at which it listens and who says so.
struct Server {
    std::string shown;
    std::uint16_t port = 0;
    Place place;
    bool is_of_image = false;  ///< a variable of the base image names the port
};

std::optional<Server> server_of(model::Stage const& stage, Pass const& pass) {
    if (auto const server = model::listening_server(pass.build(), stage)) {
        if (!server->port) return std::nullopt;
        bool const is_told = server->port_place.source != nullptr;
        return Server{server->shown, *server->port, is_told ? server->port_place : server->place};
    }
    if (auto const server = model::dotnet_server(pass.build(), stage))
        return Server{server->assembly, server->port, server->place, true};
    return std::nullopt;
}

/// The ports of EXPOSE, and the first that this Dockerfile names.
struct Exposed {
    model::Port const* primary = nullptr;
    std::string listed;
};

/// Nothing where a port is no plain one of TCP, or the server's own.
std::optional<Exposed> other_ports(model::RuntimeConfig const& config, Server const& server) {
    Exposed exposed;
    for (auto const& port : config.ports) {
        // Images of ASP.NET Core expose nothing but what they say is listened on.
        if (server.is_of_image && port.origin.kind != model::Origin::Kind::instruction) continue;
        auto const text = port.text.text_or_empty();
        auto const range = dockerfile::parse_port(text);
        bool const is_tcp =
            range.protocol.empty() || dockerfile::equals_folded(range.protocol, "tcp");
        if (range.fault || range.has_host || !is_tcp) return std::nullopt;
        if (server.port >= range.first && server.port <= range.last) return std::nullopt;
        if (port.origin.kind == model::Origin::Kind::instruction && exposed.primary == nullptr)
            exposed.primary = &port;
        if (!exposed.listed.empty()) exposed.listed += ", ";
        exposed.listed += text;
    }
    if (exposed.primary == nullptr) return std::nullopt;
    return exposed;
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.ports.empty() || config.is_windows) return;
    auto const server = server_of(*stage, pass);
    if (!server) return;
    auto const exposed = other_ports(config, *server);
    if (!exposed) return;
    auto const port = std::to_string(server->port);
    auto const place = exposed->primary->place;
    auto finding = server->is_of_image
                       ? pass.report(place, of_image, server->shown, port, exposed->listed)
                       : pass.report(place, other, server->shown, port, exposed->listed);
    finding.related(server->place, "listens here");
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
    auto const server = server_of(*stage, pass);
    if (!server) return;
    auto const port = std::to_string(server->port);
    std::string published;
    for (auto const& one : *deployment.ports) {
        if (one.text == port) return;
        if (!published.empty()) published += ", ";
        published += one.text;
    }
    pass.report(deployment.place(deployment.ports->front()), unpublished, server->shown, port,
                "the service " + deployment.service, published)
        .related(server->place, "listens here");
}

}  // namespace

constinit Check const rule = on<check, check_deployment>();

}  // namespace dockcheck::rules::listen_port_mismatch
