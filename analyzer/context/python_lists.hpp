// Modules that settings of Django and gunicorn name in strings (not for use outside of this
// folder).
#pragma once

#include <vector>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// Those of the statements at the top of a source; none where another statement may take some out.
std::vector<NamedModule> named_modules(Tokens const& source);

}  // namespace dockcheck::context::python
