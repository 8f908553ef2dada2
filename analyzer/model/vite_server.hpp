// Where Vite's server listens that a script of package.json starts.
#pragma once

#include <optional>
#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/node_scripts.hpp"

namespace dockcheck::model {

struct ViteServer {
    NodeScript script;
    std::string host;  ///< as it is written, or "localhost", which Vite takes by itself
    bool is_written = false;
    std::uint16_t port = 0;
};

/// The server that the container of a stage certainly starts, by `npm run dev` and its like.
/// Nothing where something else may say the address: a configuration file, a variable, words of the
/// command. Source: vite.dev/config/server-options, vite.dev/guide/cli.
std::optional<ViteServer> vite_server(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
