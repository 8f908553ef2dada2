// What a Python source needs without importing it: drivers, parsers (not for use outside of this
// folder).
#pragma once

#include <vector>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

/// Of the statements at the top of a source.
std::vector<NeededModule> needed_modules(Tokens const& source);

}  // namespace dockcheck::context::python
