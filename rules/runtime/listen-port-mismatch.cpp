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

/// Ports that people open in a browser; others are for debuggers and numbers of the program.
bool is_for_browsers(std::string_view port) {
    static constexpr std::string_view ports[] = {"80",   "443",  "3000", "4000", "5000",
                                                 "8000", "8080", "8081", "8443", "8888"};
    return std::ranges::find(ports, port) != std::ranges::end(ports);
}

/// True when the words of the Dockerfile itself settle the port: a number behind an option, or a
/// default that nothing of the service can change.
bool is_settled(model::Listening const& server, model::Deployment const& deployment,
                Pass const& pass) {
    auto const* const source = &pass.build().source();
    if (server.place.source != source || server.command == nullptr) return false;
    // A shell may have gone another way before.
    if (pass.stage()->commands_of(*server.command->instruction).size() != 1) return false;
    auto const has_variable = [](model::Argument const& word) {
        return word.raw.text().find('$') != std::string_view::npos;
    };
    if (std::ranges::any_of(server.words, has_variable)) return false;
    if (server.port_place.source == source) return true;
    return server.port_place.source == nullptr && !deployment.has_environment
           && !deployment.has_mounts;
}

bool is_exposed(model::RuntimeConfig const& config, std::string_view port) {
    return std::ranges::any_of(config.ports, [&](model::Port const& one) {
        auto const text = one.text.text_or_empty();
        return text.empty() || text.find('-') != text.npos
               || text.substr(0, text.find('/')) == port;
    });
}

/// The server of a service, where nothing that the service is given may move it.
std::optional<Server> settled_server(model::Deployment const& deployment, model::Stage const& stage,
                                     Pass const& pass) {
    auto const listening = model::listening_server(pass.build(), stage);
    if (listening && (!listening->port || !is_settled(*listening, deployment, pass)))
        return std::nullopt;
    // ASP.NET Core takes its port from many variables and files.
    if (!listening && (deployment.has_environment || deployment.has_mounts)) return std::nullopt;
    return server_of(stage, pass);
}

void check_deployment(model::Deployment const& deployment, Pass& pass) {
    auto const* const stage = pass.stage();
    if (stage == nullptr || stage->is_windows || !model::is_as_built(pass.build(), deployment))
        return;
    if (deployment.command || deployment.has_entrypoint) return;
    if (!deployment.ports || deployment.ports->empty() || !pass.may_look_around()) return;
    auto const server = settled_server(deployment, *stage, pass);
    if (!server) return;
    std::string published;
    for (auto const& one : *deployment.ports) {
        bool const is_other = model::read_port(one.text) != server->port
                              && is_for_browsers(one.text) && !is_exposed(stage->config, one.text);
        if (!is_other) return;
        if (!published.empty()) published += ", ";
        published += one.text;
    }
    pass.report(deployment.place(deployment.ports->front()), unpublished, server->shown,
                std::to_string(server->port), "the service " + deployment.service, published)
        .related(server->place, "listens here");
}

}  // namespace

constinit Check const rule = on<check, check_deployment>();

}  // namespace dockcheck::rules::listen_port_mismatch
