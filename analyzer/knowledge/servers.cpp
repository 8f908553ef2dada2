// Lookup of Python servers.
#include "analyzer/knowledge/servers.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "analyzer/knowledge/python_servers.table.hpp"
#include "analyzer/knowledge/server_options.table.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::string_view text_or_empty(std::string_view cell) {
    return cell == "-" ? std::string_view{} : cell;
}

constexpr std::optional<std::uint16_t> port_of(std::string_view cell) {
    if (cell == "-") return std::nullopt;
    unsigned port = 0;
    for (char const digit : cell) port = port * 10 + static_cast<unsigned>(digit - '0');
    return static_cast<std::uint16_t>(port);
}

/// Not constexpr: a table with a kind that is not known here does not compile.
void stop_the_build_at_kind() {}

constexpr ServerKind kind_of(std::string_view cell) {
    if (cell == "wsgi") return ServerKind::wsgi;
    if (cell == "asgi") return ServerKind::asgi;
    if (cell == "library") return ServerKind::library;
    if (cell != "development") stop_the_build_at_kind();
    return ServerKind::development;
}

consteval auto known_servers() {
    std::array<PythonServer, std::size(python_servers_table)> servers{};
    for (std::size_t i = 0; i < servers.size(); ++i) {
        auto const& row = python_servers_table[i];
        servers[i] = {text_or_empty(row.program), text_or_empty(row.command),
                      text_or_empty(row.module),  text_or_empty(row.package),
                      kind_of(row.kind),          text_or_empty(row.host),
                      port_of(row.port)};
    }
    return servers;
}

constexpr auto servers = known_servers();

constexpr PythonServer const* row_of(std::string_view program, std::string_view command) {
    for (auto const& server : servers) {
        auto const& name = server.program.empty() ? server.module : server.program;
        if (name == program && server.command == command) return &server;
    }
    return nullptr;
}

/// Not constexpr: options of a server that python_servers.tsv does not have do not compile.
void stop_the_build_at_server() {}

constexpr ServerOptions::Operand operand_of(std::string_view cell) {
    if (cell == "bind") return ServerOptions::Operand::bind;
    return cell == "port" ? ServerOptions::Operand::port : ServerOptions::Operand::none;
}

consteval auto known_options() {
    std::array<ServerOptions, std::size(server_options_table)> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = server_options_table[i];
        auto const command = text_or_empty(row.command);
        auto const* const python = row.host == "=" ? row_of(row.program, command) : nullptr;
        if (row.host == "=" && python == nullptr) stop_the_build_at_server();
        rows[i] = {row.program,
                   command,
                   python != nullptr ? python->host : text_or_empty(row.host),
                   python != nullptr ? python->port : port_of(row.port),
                   text_or_empty(row.host_options),
                   text_or_empty(row.port_options),
                   text_or_empty(row.bind_options),
                   operand_of(row.operand),
                   text_or_empty(row.host_variables),
                   text_or_empty(row.port_variables),
                   text_or_empty(row.unclear),
                   text_or_empty(row.files)};
    }
    return rows;
}

constexpr auto all_options = known_options();

PythonServer const* server_of(std::string_view PythonServer::*column, std::string_view name,
                              std::string_view argument) {
    if (name.empty()) return nullptr;
    auto const* const found = std::ranges::find_if(servers, [&](auto const& server) {
        return server.*column == name && (server.command.empty() || server.command == argument);
    });
    return found == servers.end() ? nullptr : found;
}

}  // namespace

std::span<PythonServer const> python_servers() { return servers; }

std::span<ServerOptions const> server_options() { return all_options; }

PythonServer const* server_of_program(std::string_view program, std::string_view argument) {
    return server_of(&PythonServer::program, program, argument);
}

PythonServer const* server_of_module(std::string_view module, std::string_view argument) {
    return server_of(&PythonServer::module, module, argument);
}

PythonServer const* production_server_of_package(std::string_view package) {
    if (package.empty()) return nullptr;
    auto const* const found = std::ranges::find_if(servers, [&](auto const& server) {
        return server.package == package
               && (server.kind == ServerKind::wsgi || server.kind == ServerKind::asgi);
    });
    return found == servers.end() ? nullptr : found;
}

}  // namespace dockcheck::knowledge
