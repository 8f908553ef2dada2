// Servers that Python applications are started with.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dockcheck::knowledge {

enum class ServerKind : std::uint8_t {
    development,  ///< not meant for production
    wsgi,
    asgi,
    library,  ///< started by the application's own source
};

/// One row of python_servers.tsv. Texts are empty where there is nothing or it is not known.
struct PythonServer {
    std::string_view program;  ///< as it is called: "gunicorn", "flask"
    std::string_view command;  ///< the argument that starts the server: "run"
    std::string_view module;   ///< for python -m
    std::string_view package;  ///< the distribution, normalised
    ServerKind kind = ServerKind::development;
    std::string_view host;  ///< what it binds when told nothing
    std::optional<std::uint16_t> port;
};

std::span<PythonServer const> python_servers();

/// How a server is told where to listen: a row of server_options.tsv. Lists are separated by
/// blanks and empty where there is nothing.
struct ServerOptions {
    std::string_view program;
    std::string_view command;
    std::string_view host;  ///< what it binds when told nothing; empty: not known
    std::optional<std::uint16_t> port;
    std::string_view host_options;
    std::string_view port_options;
    std::string_view bind_options;  ///< with address and port
    enum class Operand : std::uint8_t { none, bind, port } operand = Operand::none;
    std::string_view host_variables;
    std::string_view port_variables;
    std::string_view unclear;  ///< options with which something else may decide
    std::string_view files;    ///< in the working folder, that may decide
};

std::span<ServerOptions const> server_options();

/// The server that a program starts, or nullptr. `argument` is its first argument that is no
/// option; it need not be the command of a program that has none (gunicorn).
PythonServer const* server_of_program(std::string_view program, std::string_view argument);

/// The same for `python -m module argument`.
PythonServer const* server_of_module(std::string_view module, std::string_view argument);

/// A server for production that a distribution brings, or nullptr. The name is normalised.
PythonServer const* production_server_of_package(std::string_view package);

}  // namespace dockcheck::knowledge
