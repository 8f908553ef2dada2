// The command that would serve a Flask application in production.
#pragma once

#include <string>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/python_program.hpp"
#include "analyzer/model/python_start.hpp"

namespace dockcheck::model {

struct ServerCommand {
    std::vector<std::string> words;
    bool is_complete = false;  ///< false: the application's name is a placeholder

    [[nodiscard]] std::string as_json() const;   ///< "gunicorn", "shop:app"
    [[nodiscard]] std::string as_shell() const;  ///< gunicorn shop:app
    /// The form that a start was written in, with the brackets of JSON.
    [[nodiscard]] std::string shown(PythonStart const& start) const;
};

/// gunicorn on the address that the development server had, as far as it is known.
ServerCommand gunicorn_command(Build const& build, Stage const& stage, PythonStart const& start,
                               PythonProgram const& program);

}  // namespace dockcheck::model
