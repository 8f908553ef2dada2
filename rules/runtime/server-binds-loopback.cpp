// Finds servers that listen on the loopback address of the container while a port is exposed.
#include "rules/runtime/server-binds-loopback.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/model/node_server.hpp"
#include "analyzer/model/pod_start.hpp"
#include "analyzer/model/python_server.hpp"
#include "analyzer/model/vite_server.hpp"

namespace dockcheck::rules::server_binds_loopback {
namespace {

/// How the server is told: `--host=0.0.0.0`, `--bind=0.0.0.0:8000`, `0.0.0.0:8000`.
std::string telling(model::Listening const& server) {
    auto const& options = *server.options;
    auto const port = server.port ? std::to_string(*server.port) : std::string("8000");
    auto const last_of = [](std::string_view list) {
        return std::string(list.substr(list.rfind(' ') + 1));
    };
    if (!options.host_options.empty()) return last_of(options.host_options) + "=0.0.0.0";
    if (!options.bind_options.empty()) return last_of(options.bind_options) + "=0.0.0.0:" + port;
    return "0.0.0.0:" + port;
}

/// Puts the option behind the words that start the server.
void add_option(Reported finding, model::Listening const& server, std::string const& option) {
    auto const end = server.place.span.end;
    auto const text = server.exec_form ? ", \"" + option + "\"" : " " + option;
    finding.replace(Place{server.place.source, {end, end}}, text);
}

void replace_host(Reported finding, model::Listening const& server) {
    auto const written = server.host_place.text();
    auto const at = written.find(*server.host);
    if (server.host->empty() || at == std::string_view::npos) return;
    auto const begin = server.host_place.span.begin + static_cast<std::uint32_t>(at);
    auto const end = begin + static_cast<std::uint32_t>(server.host->size());
    finding.replace(Place{server.host_place.source, {begin, end}}, "0.0.0.0");
}

/// `port=9000` among the arguments, or what the server takes by itself; nothing where it is
/// computed.
std::string_view port_of(model::PythonServer const& server) {
    using Kind = model::PythonServer::Kind;
    auto const& call = *server.call;
    auto const text =
        server.source->bytes().substr(call.span.end, call.end - std::min(call.end, call.span.end));
    constexpr std::string_view name = "port=";
    auto const at = text.find(name);
    if (at != text.npos) {
        auto const rest = text.substr(at + name.size());
        return rest.substr(0, rest.find_first_not_of("0123456789"));
    }
    // Values by their place and lists of options are not looked at.
    if (text.find("**") != text.npos) return {};
    switch (call.kind) {
        case Kind::flask:
        case Kind::quart:
            return "5000";
        case Kind::waitress:
            return "8080";
        default:
            return "8000";
    }
}

/// True when the image offers just that port, and nothing else of the source may serve there.
bool is_offered(model::RuntimeConfig const& config, model::PythonServer const& server) {
    auto const text = server.source->bytes();
    for (std::string_view const word :
         {"subprocess", "os.exec", "os.system", "os.spawn", "popen"}) {
        if (text.find(word) != text.npos) return false;
    }
    auto const port = port_of(server);
    return !port.empty() && std::ranges::any_of(config.ports, [&](auto const& offered) {
        auto const shown = offered.text.text_or_empty();
        return shown.substr(0, shown.find('/')) == port;
    });
}

/// The call in the Python file that the container starts.
void check_source(model::RuntimeConfig const& config, Pass& pass) {
    auto const server = model::python_server(pass.build(), *pass.stage());
    if (!server || !server->is_loopback() || !is_offered(config, *server)) return;
    auto const& call = *server->call;
    constexpr std::string_view option = "host=\"0.0.0.0\"";
    if (call.host_span.size() > 0) {
        auto finding = pass.report(Place{server->source, call.host_span}, written, call.shown,
                                   call.host, option);
        finding.related(config.ports.front().place, "offered here");
        finding.replace(Place{server->source, call.host_span}, "\"0.0.0.0\"");
        return;
    }
    bool const is_hypercorn = call.kind == model::PythonServer::Kind::hypercorn;
    auto finding = pass.report(Place{server->source, call.span}, by_default, call.shown, call.host,
                               is_hypercorn ? "config.bind = [\"0.0.0.0:8000\"]" : option);
    finding.related(config.ports.front().place, "offered here");
    if (is_hypercorn) return;
    auto const text = (call.has_arguments ? ", " : "") + std::string(option);
    finding.replace(Place{server->source, {call.end, call.end}}, text);
}

/// The call in a source of the Node.js program that the container starts.
void check_node(model::RuntimeConfig const& config, Pass& pass) {
    // Where more is offered, another program may be meant.
    if (config.ports.size() != 1) return;
    auto const server = model::node_server(pass.build(), *pass.stage());
    if (!server || !server->is_loopback()) return;
    // Another program may be the one that serves.
    if (server->source->bytes().find("child_process") != std::string_view::npos) return;
    auto const& call = *server->call;
    auto const offered = config.ports.front().text.text_or_empty();
    if (call.port.empty() || offered.substr(0, offered.find('/')) != call.port) return;
    if (pass.context()->may_be_composed() && pass.context()->may_start_otherwise()) return;
    bool const is_default = call.host_span.size() == 0;
    auto finding = is_default ? pass.report(Place{server->source, call.span}, by_default,
                                            call.shown, call.host, "host: \"0.0.0.0\"")
                              : pass.report(Place{server->source, call.host_span}, written,
                                            call.shown, call.host, "\"0.0.0.0\"");
    finding.related(config.ports.front().place, "offered here");
    if (!is_default) {
        finding.replace(Place{server->source, call.host_span}, "\"0.0.0.0\"");
    } else if (call.is_object) {
        auto const text = std::string(call.has_members ? "," : "") + " host: \"0.0.0.0\"";
        finding.replace(Place{server->source, {call.end, call.end}}, text);
    }
}

/// Vite, which a script of package.json starts.
void check_vite(model::RuntimeConfig const& config, Pass& pass) {
    auto const server = model::vite_server(pass.build(), *pass.stage());
    if (!server || (server->host != "localhost" && server->host != "127.0.0.1")) return;
    auto const port = std::to_string(server->port);
    auto const offered = std::ranges::find_if(config.ports, [&](auto const& each) {
        auto const shown = each.text.text_or_empty();
        return shown.substr(0, shown.find('/')) == port;
    });
    if (offered == config.ports.end()) return;
    auto const* const manifest = pass.context()->read(server->script.context_path);
    if (manifest == nullptr) return;
    auto const shown = "\"" + server->script.script->version + "\"";
    Place const place{manifest, server->script.script->span};
    auto finding = server->is_written
                       ? pass.report(place, written, shown, server->host, "--host 0.0.0.0")
                       : pass.report(place, by_default, shown, server->host, "--host 0.0.0.0");
    finding.related(offered->place, "offered here");
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    if (stage == nullptr || config.ports.empty() || config.is_windows) return;
    if (pass.context() != nullptr) {
        check_source(config, pass);
        check_node(config, pass);
        check_vite(config, pass);
    }
    auto const server = model::listening_server(pass.build(), *stage);
    if (!server || !server->is_loopback()) return;
    auto const option = telling(*server);
    bool const is_default = server->host_place.source == nullptr;
    auto finding =
        is_default ? pass.report(server->place, by_default, server->shown, *server->host, option)
                   : pass.report(server->host_place, written, server->shown, *server->host, option);
    finding.related(config.ports.front().place, "offered here");
    if (!is_default) return replace_host(finding, *server);
    // Words that stand in ENTRYPOINT and CMD cannot be told apart from here.
    if (server->options->operand == knowledge::ServerOptions::Operand::none)
        add_option(finding, *server, option);
}

/// What a container of Kubernetes offers: a port of its own, or one that a Service or a probe asks.
Place offered_by(model::PodContainer const& container, unsigned port) {
    for (auto const& service : container.services) {
        if (container.port_number(service.target.text) == port) return service.target.place;
    }
    for (auto const& probe : container.probes) {
        if (probe.port && container.port_number(probe.port->text) == port) return probe.port->place;
    }
    for (auto const& own : container.ports) {
        if (model::read_port(own.number.text) == port) return own.number.place;
    }
    return {};
}

void check_container(model::PodContainer const& container, Pass& pass) {
    auto const& ports = pass.stage()->config.ports;
    // Of a port that EXPOSE names it is told already.
    if ((container.starts_image() && !ports.empty()) || !pass.may_look_around()) return;
    auto const server = model::pod_server(pass.build(), *pass.stage(), container);
    if (!server || server->loopback.empty()) return;
    auto const offered = offered_by(container, server->port);
    if (offered.source == nullptr) return;
    pass.report(server->server_place, in_pod, server->shown, server->loopback,
                container.described(), std::to_string(server->port))
        .related(offered, "offered here");
}

}  // namespace

constinit Check const rule = on<check, check_container>();

}  // namespace dockcheck::rules::server_binds_loopback
