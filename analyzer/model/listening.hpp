// Where the server that a container starts listens.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "analyzer/knowledge/servers.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/read_port.hpp"
#include "analyzer/model/start_script.hpp"

namespace dockcheck::model {

struct Listening {
    std::string shown;                 ///< the words that name the server: "flask run"
    Place place;                       ///< of them, in the Dockerfile or a script
    std::span<Argument const> words;   ///< of the server
    Command const* command = nullptr;  ///< that starts it
    bool exec_form = false;            ///< the words are elements of a list
    knowledge::ServerOptions const* options = nullptr;
    std::optional<std::string> host;    ///< empty: all addresses; nothing: not known
    Place host_place;                   ///< without source: nobody says it, the default holds
    std::optional<std::uint16_t> port;  ///< nothing: not known
    Place port_place;

    [[nodiscard]] bool is_loopback() const;
};

/// The one server that the image certainly starts and that stays; nothing when a socket, a
/// configuration file or a proxy beside it may decide who is reached.
std::optional<Listening> listening_server(Build const& build, Stage const& stage);

/// The same where these commands, which stand in a file, are started in place of the image's own.
std::optional<Listening> listening_server(Build const& build, Stage const& stage,
                                          std::span<Command const> commands, Source const& source);

}  // namespace dockcheck::model
