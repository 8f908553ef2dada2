// The server that the Python file which a container starts makes itself.
#pragma once

#include <optional>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

struct PythonServer {
    using Kind = context::ServerCall::Kind;

    Source const* source = nullptr;
    context::ServerCall const* call = nullptr;

    [[nodiscard]] bool is_loopback() const;
};

/// Nothing unless that file alone is started, and certainly starts the server. Nor for Flask's own
/// server where that is a fault by itself.
std::optional<PythonServer> python_server(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
