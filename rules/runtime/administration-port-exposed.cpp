// Finds EXPOSE of ports that somebody logs in at.
#include "rules/runtime/administration-port-exposed.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/value_syntax.hpp"

namespace dockcheck::rules::administration_port_exposed {
namespace {

std::string_view server_of(std::uint32_t port) {
    switch (port) {
        case 22:
            return "an SSH server";
        case 23:
            return "a telnet server";
        case 3389:
            return "a remote desktop";
        case 5800:
        case 5900:
            return "a VNC desktop";
        default:
            return "a server for administrators";
    }
}

std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

bool is_tcp(std::string_view protocol) {
    return protocol.empty() || (protocol.size() == 3 && (protocol[0] | 0x20) == 't');
}

bool is_wanted(std::uint32_t port, Options const& options) {
    return std::ranges::any_of(options.ports,
                               [&](std::string_view text) { return number_of(text) == port; });
}

/// True when a command of the stage makes an account called git: people push to it.
bool has_account_for_git(model::Stage const* stage) {
    for (; stage != nullptr; stage = stage->parent) {
        for (auto const& command : stage->commands) {
            if (command.program != "adduser" && command.program != "useradd") continue;
            for (std::size_t i = 1; i < command.arguments.size(); ++i) {
                if (command.argument(i) == "git") return true;
            }
        }
    }
    return false;
}

bool starts_login_server(model::Setting<model::StartCommand> const& start) {
    constexpr std::string_view servers[] = {"sshd",           "dropbear", "telnetd",
                                            "in.telnetd",     "x11vnc",   "vncserver",
                                            "tigervncserver", "xrdp",     "Xvnc"};
    return start.is_set()
           && std::ranges::any_of(start.value.commands, [&](model::Command const& command) {
                  return std::ranges::find(servers, command.program) != std::ranges::end(servers);
              });
}

/// True when the server to log in to is what the image is for, as far as it shows.
bool is_purpose(model::RuntimeConfig const& config, Pass const& pass, Options const& options) {
    if (starts_login_server(config.entrypoint) || starts_login_server(config.cmd)) return true;
    bool const has_others = std::ranges::any_of(config.ports, [&](model::Port const& exposed) {
        auto const text = exposed.text.known();
        if (!text) return true;
        auto const port = dockerfile::parse_port(*text);
        return port.fault || port.first != port.last || !is_wanted(port.first, options);
    });
    return !has_others || has_account_for_git(pass.stage());
}

void look_at(model::Port const& exposed, bool purpose, Pass& pass, Options const& options) {
    auto const text = exposed.text.known();
    if (!text) return;
    auto const port = dockerfile::parse_port(*text);
    if (port.fault || !is_tcp(port.protocol)) return;
    for (auto const wanted : options.ports) {
        auto const number = number_of(wanted);
        if (!number || *number < port.first || *number > port.last) continue;
        if (purpose && port.first == port.last) {
            pass.report(exposed.place, service, wanted, server_of(*number))
                .severity(Severity::info);
        } else if (port.first == port.last) {
            pass.report(exposed.place, login, wanted, server_of(*number));
        } else {
            pass.report(exposed.place, range, *text, wanted, server_of(*number));
        }
        return;
    }
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    if (config.ports.empty()) return;
    bool const purpose = is_purpose(config, pass, options);
    for (auto const& port : config.ports) look_at(port, purpose, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::administration_port_exposed
