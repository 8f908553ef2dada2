// Finds EXPOSE of ports that somebody logs in at.
#include "rules/runtime/administration-port-exposed.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/passwords.hpp"
#include "analyzer/model/value_syntax.hpp"

namespace dockcheck::rules::administration_port_exposed {
namespace {

constexpr std::uint32_t ssh = 22;
constexpr std::uint32_t remote_desktop = 3389;
constexpr std::uint32_t vnc_in_browser = 5800;
constexpr std::uint32_t vnc = 5900;

std::string_view server_of(std::uint32_t port) {
    switch (port) {
        case ssh:
            return "an SSH server";
        case 23:
            return "a telnet server";
        case remote_desktop:
            return "a remote desktop";
        case vnc_in_browser:
        case vnc:
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

/// True when a command of the build sets the password of an account.
bool sets_password(model::Stage const* stage) {
    for (; stage != nullptr; stage = stage->parent) {
        if (std::ranges::any_of(stage->commands, [stage](model::Command const& command) {
                return command.use == model::Use::run
                       && model::reads_plain_password(*stage, command);
            })) {
            return true;
        }
    }
    return false;
}

/// True for a container that is there to be logged in to.
bool is_ssh_server(model::RuntimeConfig const& config) {
    auto const runs_it = [](model::Setting<model::StartCommand> const& start) {
        return start.is_set()
               && std::ranges::find(start.value.commands, "sshd", &model::Command::program)
                      != start.value.commands.end();
    };
    return runs_it(config.entrypoint) || runs_it(config.cmd);
}

/// Other servers have the number of remote desktops as well: those of LDAP, beside 389.
bool has_desktop(model::RuntimeConfig const& config, Pass const& pass) {
    if (config.is_windows) return true;
    static constexpr std::string_view words[] = {"rdp", "RDP", "guac", "emote desktop"};
    auto const text = pass.build().source().bytes();
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != text.npos; });
}

void look_at(model::Port const& exposed, model::RuntimeConfig const& config, bool has_password,
             Pass& pass, Options const& options) {
    auto const text = exposed.text.known();
    if (!text) return;
    auto const port = dockerfile::parse_port(*text);
    if (port.fault || !is_tcp(port.protocol)) return;
    for (auto const wanted : options.ports) {
        auto const number = number_of(wanted);
        if (!number || *number < port.first || *number > port.last) continue;
        if (*number == remote_desktop && !has_desktop(config, pass)) continue;
        if (port.first != port.last) {
            pass.report(exposed.place, range, *text, wanted, server_of(*number));
        } else if (has_password) {
            pass.report(exposed.place, *number == ssh ? login : login_by_password, wanted,
                        server_of(*number));
        } else if (*number == vnc || *number == vnc_in_browser) {
            pass.report(exposed.place, desktop, wanted, server_of(*number))
                .severity(Severity::info);
        } else if (*number != ssh || !is_ssh_server(config)) {
            pass.report(exposed.place, service, wanted, server_of(*number))
                .severity(Severity::info);
        }
        return;
    }
}

void check(model::RuntimeConfig const& config, Pass& pass, Options const& options) {
    if (config.ports.empty()) return;
    bool const has_password = sets_password(pass.stage());
    for (auto const& port : config.ports) look_at(port, config, has_password, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::administration_port_exposed
