// How a container starts Python: a production server, Flask's own server, a file or a module.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/start.hpp"

namespace dockcheck::model {

/// A word behind `flask`, or a part of one: `"run --debug"` holds two.
struct StartOption {
    std::string_view text;
    Argument const* argument = nullptr;
};

struct PythonStart {
    enum class Kind : std::uint8_t {
        none,       ///< not Python, or nobody can tell
        server,     ///< gunicorn, uvicorn, ...
        flask_run,  ///< flask run
        file,       ///< python file.py
        module,     ///< python -m module
        worker,     ///< celery worker, celery beat
    } kind = Kind::none;
    /// False when it is one of several possible ends (a branch, an unknown ENTRYPOINT).
    bool is_certain = false;
    /// A script of the build context runs first and hands over by exec "$@".
    bool through_script = false;
    bool exec_form = false;
    ast::Instruction const* instruction = nullptr;  ///< that `span` stands in
    Span span;                                      ///< the words that name it, in one instruction
    std::string_view shown;                         ///< the same words as a shell would have them
    std::span<Argument const> words;                ///< from `flask`, `gunicorn` or `python` on
    std::span<Argument const> whole;       ///< all words of the command, `python -m` included
    std::span<StartOption const> options;  ///< of flask and its run
    std::string_view server;               ///< name of the server
    std::string_view file;                 ///< absolute path of the file
    std::string_view module;               ///< of `-m`, or that a worker is told to load
    std::string_view folder;  ///< absolute path of the working directory; empty when not known

    /// The value of an option of flask: `--app X`, `--app=X`; empty when it is not given.
    [[nodiscard]] std::string_view option(std::string_view name,
                                          std::string_view short_name = {}) const;
};

/// The words without programs in front that only start another one: `poetry run`, `ddtrace-run`.
std::span<Argument const> words_behind_launchers(std::span<Argument const> words);

/// True for a module that brings a server fit for production: gunicorn, waitress, gevent, ...
bool is_production_server(std::string_view module);

/// How a stage's image starts Python. When it starts several programs, the one that serves. Kept
/// for the next one who asks.
PythonStart const& python_start(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
