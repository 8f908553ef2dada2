// What a Python source says, as far as a small tolerant reader sees; nothing is executed.
#pragma once

#include <cstdint>
#include <optional>
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
    bool any_case = false;  ///< `name` is in capitals, and the variable may be written otherwise
};

/// A file that is opened to be read, and whose absence raises.
struct FileRead {
    std::string path;  ///< as written
    Span span;         ///< of the call up to the path
};

/// A call of a function or class by its name.
struct PythonCall {
    std::string name;  ///< as written: `create_app`, `config.Config`
    bool has_arguments = false;
};

/// A name that an import statement brings.
struct PythonImport {
    std::string module;       ///< dotted, without the dots in front; may be empty behind dots
    std::uint32_t level = 0;  ///< dots in front: one is the package that the module lies in
    std::string item;         ///< of `from module import item`; empty for `import module`
    std::string name;         ///< what it is called here: dotted for `import a.b`, "*" for all
    Span span{};  ///< `import a`, `from a`; empty where the statement is in a block, or names
                  ///< another module first
};

/// A module that a setting names in a string: of INSTALLED_APPS, MIDDLEWARE or worker_class.
struct NamedModule {
    std::string module;  ///< dotted; it may be a name in a module
    Span span;
    bool begins_list = false;      ///< `=`: what stood there before is gone
    bool is_worker_class = false;  ///< of gunicorn
};

/// A server that the source starts itself.
struct ServerCall {
    enum class Kind : std::uint8_t { uvicorn, flask, quart, waitress, hypercorn } kind{};
    std::string shown;      ///< `uvicorn.run`, `app.run`
    Span span;              ///< what is called
    std::string host;       ///< the default where nobody says it; empty: all addresses
    Span host_span{};       ///< the literal that says it; or empty
    std::uint32_t end = 0;  ///< behind the last argument, or behind the parenthesis
    bool has_arguments = false;
};

/// A module that a source needs without importing it.
struct NeededModule {
    enum class Kind : std::uint8_t {
        broker,    ///< of Celery
        database,  ///< of Django; an empty module: which one is not known
        form,      ///< of FastAPI's routes
    } kind = Kind::broker;
    std::string module;
    Span span;  ///< of what needs it
};

/// Code that runs as a whole once something runs it; here is only what is reached in any case.
struct PythonScope {
    std::string name;  ///< empty: the module; "__main__": what only the started file runs; a
                       ///< function of the top level; a class, for what making one of it does
    std::vector<PythonImport> imports;
    std::vector<PythonCall> calls;
    std::vector<std::string> loads;  ///< dotted names in strings that are loaded: from_object("x")
    std::vector<EnvironmentRead> required;  ///< reads that raise when the variable is missing
    std::vector<FileRead> opened;           ///< in the order of the source
    bool is_settings = false;  ///< a class of settings: only made without arguments it reads these
};

struct PythonFacts {
    std::vector<EnvironmentRead> environment;
    std::vector<Span> app_run_calls;   ///< `app.run(`
    std::vector<std::string> imports;  ///< first parts of module names, in order, each once; those
                                       ///< for type checkers and relative ones left out
    std::vector<std::string> definitions;  ///< names that the module has: functions, classes,
                                           ///< variables, what it imports
    bool may_have_other_names = false;     ///< any: `from x import *`, globals()["app"] = ...
    std::vector<PythonScope> scopes;       ///< the module's own comes first
    std::vector<std::string> written;      ///< variables that the source sets itself
    bool fills_environment = false;        ///< nobody knows which variables the source sets; what
                                           ///< its module's scope requires comes before that
    std::vector<std::string> environment_files;  ///< names of files that may set some: `.env`
    std::string django_settings;  ///< what os.environ.setdefault() gives DJANGO_SETTINGS_MODULE
    std::vector<NamedModule> named_modules;
    std::vector<NeededModule> needed;
    bool changes_named_modules = false;  ///< it may take some out of a list, or make one anew
    bool changes_folder = false;         ///< it calls os.chdir() or a method of that name
    std::optional<ServerCall> server;  ///< the only one, when the started file certainly starts it
    bool makes_files = false;          ///< it may make files that it does not name
};

/// Reads a Python source. Total: what it does not understand says nothing.
PythonFacts read_python(Source const& source);

}  // namespace dockcheck::context
