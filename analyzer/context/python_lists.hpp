// Modules that settings of Django and gunicorn name in strings (not for use outside of this
// folder).
#pragma once

#include <vector>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/context/python_tokens.hpp"

namespace dockcheck::context::python {

struct NamedModules {
    std::vector<NamedModule> modules;
    bool are_changed = false;
};

/// Those of the statements at the top of a source; none, and `are_changed`, where a list is made by
/// anything but a plain literal, or another statement may take some out.
NamedModules named_modules(Tokens const& source);

}  // namespace dockcheck::context::python
