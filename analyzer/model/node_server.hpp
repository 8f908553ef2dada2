// Where the server listens that a Node.js program of the context starts itself.
#pragma once

#include <optional>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

struct NodeServer {
    Source const* source = nullptr;
    context::ListenCall const* call = nullptr;

    [[nodiscard]] bool is_loopback() const;
};

/// The one call of `listen` in all sources that the started program loads; nothing where there are
/// more, or a source that cannot be read.
std::optional<NodeServer> node_server(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
