// Finds health checks and probes that ask a port where the image's server does not listen.
#include "rules/runtime/probe-port-mismatch.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/listening.hpp"
#include "analyzer/model/pod_start.hpp"

namespace dockcheck::rules::probe_port_mismatch {
namespace {

/// A port of the container itself that a check asks.
struct Probe {
    model::Argument const* word = nullptr;
    unsigned port = 0;
    std::string_view text;   ///< of the word
    std::size_t digits = 0;  ///< where its port stands in it, and how long it is
    std::size_t size = 0;
};

bool is_own_host(std::string_view host) {
    constexpr std::string_view hosts[] = {"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "::1"};
    return std::ranges::find(hosts, host) != std::ranges::end(hosts);
}

/// `http://localhost:5000/health`; nothing for other machines, other schemes and unknown ports.
std::optional<Probe> probe_of_address(model::Argument const& word, std::string_view text) {
    bool const is_secure = text.starts_with("https://");
    std::size_t begin = is_secure ? 8 : 7;
    if (!is_secure && !text.starts_with("http://")) {
        // curl and wget take an address without a scheme, too; a name alone may be anything.
        if (!text.starts_with("localhost") && !text.starts_with("127.0.0.1")) return std::nullopt;
        begin = 0;
    }
    auto const end = std::min(text.find_first_of("/?#", begin), text.size());
    auto const place = text.substr(begin, end - begin);
    auto const colon = place.rfind(':');
    bool const has_port = colon != place.npos && !place.ends_with(']');
    if (!is_own_host(place.substr(0, has_port ? colon : place.npos))) return std::nullopt;
    if (!has_port) return Probe{&word, is_secure ? 443U : 80U, text, begin + place.size(), 0};
    auto const port = model::read_port(place.substr(colon + 1));
    if (!port) return std::nullopt;
    return Probe{&word, *port, text, begin + colon + 1, place.size() - colon - 1};
}

/// The only thing that a command asks, or nothing.
std::optional<Probe> probe_of(model::Command const& command) {
    auto const words = command.arguments;
    std::optional<Probe> found;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const text = command.argument(i);
        if (!words[i].value.is_known()) return std::nullopt;
        // A proxy decides who is asked.
        if (text == "-x" || text.starts_with("--proxy") || text.starts_with("--unix-socket")
            || text.starts_with("--resolve") || text.starts_with("--connect-to")) {
            return std::nullopt;
        }
        std::optional<Probe> one;
        if (command.program == "nc") {
            bool const is_pair = i + 2 == words.size() && is_own_host(text);
            auto const port = is_pair ? model::read_port(command.argument(i + 1)) : std::nullopt;
            auto const shown = command.argument(i + 1);
            if (port) one = Probe{&words[i + 1], *port, shown, 0, shown.size()};
        } else {
            one = probe_of_address(words[i], command.argument(i));
        }
        if (one && found) return std::nullopt;
        if (one) found = one;
    }
    return found;
}

/// `python -c "...urlopen('http://localhost:8000/health')..."`: the one address in the text.
std::optional<Probe> probe_in_code(model::Command const& command) {
    std::optional<Probe> found;
    bool const is_node = command.program == "node";
    auto const option = command.argument(1);
    if (is_node ? option != "-e" && option != "--eval" : option != "-c") return std::nullopt;
    if (command.arguments.size() != 3) return std::nullopt;
    auto const& word = command.arguments[2];
    auto const text = word.value.text_or_empty();
    // What is put together, or read from the environment, is not known.
    for (std::string_view const doubt : {"environ", "getenv", "process.env", "proxy", "Proxy"}) {
        if (text.find(doubt) != text.npos) return std::nullopt;
    }
    for (auto at = text.find("http"); at != text.npos; at = text.find("http", at + 1)) {
        auto const address = text.substr(at, text.find_first_of("'\"`", at) - at);
        if (address.find("://") == address.npos) continue;
        bool const is_quoted = at > 0 && (text[at - 1] == '\'' || text[at - 1] == '"');
        bool const is_whole = address.find_first_of("{}%$ ") == address.npos;
        // Nothing is put to its end.
        auto behind = text.substr(std::min(at + address.size() + 1, text.size()));
        behind.remove_prefix(std::min(behind.find_first_not_of(' '), behind.size()));
        bool const is_alone = behind.starts_with(')') || behind.starts_with(',');
        if (found || !is_quoted || !is_whole || !is_alone) return std::nullopt;
        found = probe_of_address(word, address);
        if (!found) return std::nullopt;
    }
    return found;
}

bool is_last_word(model::Command const& command, std::span<model::Command const> commands,
                  std::size_t at) {
    if (command.follower != model::Connector::disjunction) return true;
    constexpr std::string_view ends[] = {"exit", "false", "kill"};
    return at + 1 < commands.size()
           && std::ranges::find(ends, commands[at + 1].program) != std::ranges::end(ends);
}

void check(model::RuntimeConfig const& config, Pass& pass) {
    auto const* stage = pass.stage();
    auto const& health = config.healthcheck;
    bool const is_own = health.is_set() && health.origin.instruction != nullptr;
    if (stage == nullptr || config.is_windows || !is_own) return;
    auto const commands = health.value.commands;
    std::optional<model::Listening> server;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        auto const& command = commands[i];
        bool const is_code = command.program.starts_with("python") || command.program == "node";
        bool const is_known_tool =
            command.program == "curl" || command.program == "wget" || command.program == "nc";
        if ((!is_known_tool && !is_code) || command.is_conditional || command.in_substitution)
            continue;
        if (!is_last_word(command, commands, i)) return;
        auto const probe = is_code ? probe_in_code(command) : probe_of(command);
        if (!probe) continue;
        if (!server) server = model::listening_server(pass.build(), *stage);
        if (!server || !server->port || *server->port == probe->port) return;
        auto const port = std::to_string(*server->port);
        auto const instead = std::string(probe->text.substr(0, probe->digits))
                             + (probe->size == 0 ? ":" : "") + port
                             + std::string(probe->text.substr(probe->digits + probe->size));
        auto const where =
            server->port_place.source == nullptr ? server->place : server->port_place;
        pass.report(probe->word->raw.source(), other, server->shown, port,
                    std::to_string(probe->port), instead)
            .related(where, "listens here");
        return;
    }
}

/// httpGet and tcpSocket of a pod's probes.
void check_container(model::PodContainer const& container, Pass& pass) {
    bool const asks = std::ranges::any_of(
        container.probes, [](model::ManifestProbe const& probe) { return probe.port.has_value(); });
    if (!asks || !pass.may_look_around()) return;
    auto const server = model::pod_server(pass.build(), *pass.stage(), container);
    if (!server) return;
    auto const names = [&](unsigned port) {
        return std::ranges::any_of(container.ports, [&](model::ManifestPort const& one) {
            return model::read_port(one.number.text) == port;
        });
    };
    for (auto const& probe : container.probes) {
        auto const port = probe.port ? container.port_number(probe.port->text) : std::nullopt;
        if (!port || *port == server->port || !model::is_for_browsers(*port)) continue;
        // Who names both may know of a second server.
        if (names(*port) && names(server->port)) continue;
        pass.report(probe.port->place, other_in_pod, server->shown, std::to_string(server->port),
                    "the " + probe.key + " of " + container.described(), std::to_string(*port))
            .related(server->place, "listens here");
    }
}

}  // namespace

constinit Check const rule = on<check, check_container>();

}  // namespace dockcheck::rules::probe_port_mismatch
