// Finds servers whose port no EXPOSE names, or that a compose file or a
// manifest of Kubernetes reaches at another port.
#include "rules/runtime/listen-port-mismatch.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/dotnet_server.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/model/nginx_server.hpp"
#include "analyzer/model/pod_start.hpp"
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

/// nginx by the image's own default.conf, or by the file that takes its place.
void check_nginx(model::RuntimeConfig const& config, Pass& pass) {
    auto const ports = model::nginx_ports(pass.build(), *pass.stage());
    if (ports.empty()) return;
    std::string listed;
    std::optional<Exposed> exposed;
    for (auto const& port : ports) {
        // What the image exposes itself says nothing of this configuration.
        exposed = other_ports(config, {"nginx", port.port, port.place, true});
        if (!exposed) return;
        auto const number = std::to_string(port.port);
        if ((", " + listed + ",").find(" " + number + ",") != std::string::npos) continue;
        listed += (listed.empty() ? "" : ", ") + number;
    }
    auto const* const context = pass.context();
    if (context != nullptr && context->may_be_mounted("/etc/nginx/conf.d/default.conf")) return;
    auto finding = pass.report(exposed->primary->place, other, "nginx", listed, exposed->listed);
    if (ports.front().place.source != nullptr) finding.related(ports.front().place, "listens here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.ports.empty() || config.is_windows) return;
    auto const server = server_of(*stage, pass);
    if (!server) return check_nginx(config, pass);
    auto const exposed = other_ports(config, *server);
    if (!exposed) return;
    auto const port = std::to_string(server->port);
    auto const place = exposed->primary->place;
    auto finding = server->is_of_image
                       ? pass.report(place, of_image, server->shown, port, exposed->listed)
                       : pass.report(place, other, server->shown, port, exposed->listed);
    finding.related(server->place, "listens here");
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
        auto const number = model::read_port(one.text);
        bool const is_other = number && number != server->port && model::is_for_browsers(*number)
                              && !is_exposed(stage->config, one.text);
        if (!is_other) return;
        if (!published.empty()) published += ", ";
        published += one.text;
    }
    pass.report(deployment.place(deployment.ports->front()), unpublished, server->shown,
                std::to_string(server->port), "the service " + deployment.service, published)
        .related(server->place, "listens here");
}

/// True for a port at which the server is not, nor anything beside it.
bool is_other(std::optional<unsigned> port, model::PodServer const& server) {
    return port && *port != server.port && model::is_for_browsers(*port);
}

/// Ports that a container names, where none of them is the server's and no Service sends to that
/// either: then it is only what people read that is wrong.
void check_container_ports(model::PodContainer const& container, model::PodServer const& server,
                           Pass& pass) {
    auto const& ports = container.ports;
    bool const are_others = std::ranges::all_of(ports, [&](model::ManifestPort const& port) {
        return is_other(model::read_port(port.number.text), server);
    });
    bool const is_reached = std::ranges::any_of(container.services, [&](auto const& port) {
        return container.port_number(port.target.text) == server.port;
    });
    if (ports.empty() || !are_others || is_reached) return;
    std::string listed;
    for (auto const& port : ports) {
        if (!listed.empty()) listed += ", ";
        listed += port.number.text;
    }
    // Nothing listens or is let through because of it: who reads it, and tools, take it as told.
    pass.report(ports.front().number.place, other_in_pod, server.shown, std::to_string(server.port),
                container.described(), listed)
        .severity(Severity::info)
        .related(server.place, "listens here");
}

/// Services that send to another port, where no other one sends to the server's.
void check_services(model::PodContainer const& container, model::PodServer const& server,
                    Pass& pass) {
    for (auto const& port : container.services) {
        auto const number = container.port_number(port.target.text);
        // Any number fills the place in a headless one; the server's shows that it is known.
        if (port.is_headless ? number == server.port : !is_other(number, server)) return;
    }
    for (auto const& port : container.services) {
        if (port.is_headless) continue;
        auto const number = std::to_string(*container.port_number(port.target.text));
        pass.report(port.target.place, unreached, server.shown, std::to_string(server.port),
                    port.service, number)
            .related(server.place, "listens here");
    }
}

void check_container(model::PodContainer const& container, Pass& pass) {
    if (container.ports.empty() && container.services.empty()) return;
    if (!pass.may_look_around()) return;
    auto const server = model::pod_server(pass.build(), *pass.stage(), container);
    if (!server) return;
    check_container_ports(container, *server, pass);
    check_services(container, *server, pass);
}

}  // namespace

constinit Check const rule = on<check, check_deployment, check_container>();

}  // namespace dockcheck::rules::listen_port_mismatch
