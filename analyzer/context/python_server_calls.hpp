// Servers that a Python source starts itself (not for use outside of this folder).
#pragma once

#include <optional>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// The only one of a source, when it is certainly started with the source, and where it listens is
/// its default or written there.
std::optional<ServerCall> server_call(Tokens const& source);

}  // namespace dockcheck::context::python
