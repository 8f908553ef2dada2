// Tools that install a project into a virtual environment of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// `uv sync`, `poetry install` or `pipenv install`, where that alone can have brought a console
/// script and has certainly put it into an environment that is not on the PATH; or nullptr.
Command const* keeps_to_itself(Build const& build, Stage const& stage, std::string_view program);

/// The tool of such a command: `uv sync`.
std::string_view shown_install(Command const& install);

/// A module that only such an environment has.
struct KeptModule {
    Command const* install = nullptr;
    std::string folder;  ///< of the image, where it runs; empty when not known
    std::string module;
    Place import;  ///< the statement; or the words of the start that name the module
};

/// The first one that a start by the image's own Python certainly imports.
std::optional<KeptModule> kept_module(Build const& build, Stage const& stage,
                                      PythonStart const& start);

}  // namespace dockcheck::model
