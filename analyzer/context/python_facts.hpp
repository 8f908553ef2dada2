// What a Python source says, as far as a small tolerant reader sees; nothing is executed.
#pragma once

#include <string>
#include <vector>

#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::context {

/// A read of an environment variable.
struct EnvironmentRead {
    std::string name;
    Span span;  ///< the string literal with its name, quotes included
    bool required =
        false;  ///< os.environ["X"], or a read whose failure raises, and at import time (not inside
                ///< a function that nobody calls at import, not inside try/except KeyError)
};

struct PythonFacts {
    std::vector<EnvironmentRead> environment;
    std::vector<Span> app_run_calls;   ///< `app.run(`
    std::vector<std::string> imports;  ///< first parts of module names, in order, each once; those
                                       ///< for type checkers and relative ones left out
    std::vector<std::string> definitions;  ///< names that the module has: functions, classes,
                                           ///< variables, what it imports
    bool has_star_import = false;          ///< `from x import *`: it may have any other name too
};

/// Reads a Python source. Total: what it does not understand says nothing.
PythonFacts read_python(Source const& source);

}  // namespace dockcheck::context
