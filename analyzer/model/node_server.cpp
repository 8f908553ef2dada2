// From the files of the program to its call.
#include "analyzer/model/node_server.hpp"

#include "analyzer/model/node_program.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {

bool NodeServer::is_loopback() const {
    auto const& host = call->host;
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::optional<NodeServer> node_server(Build const& build, Stage const& stage) {
    auto const* const context = build.context();
    if (context == nullptr || start_of(build, stage).commands.size() != 1) return std::nullopt;
    constexpr std::size_t most_files = 200;
    auto const& program = node_program(build, stage);
    if (program.instruction == nullptr || program.files.size() > most_files) return std::nullopt;
    std::optional<NodeServer> found;
    for (auto const file : program.files) {
        auto const* const facts = context->node(file);
        auto const* const source = context->read(file);
        if (facts == nullptr || source == nullptr || facts->is_unclear) return std::nullopt;
        for (auto const& call : facts->listening) {
            if (found) return std::nullopt;
            found = NodeServer{source, &call};
        }
    }
    return found;
}

}  // namespace dockcheck::model
