// Modules that a Python program certainly imports and that nothing installs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/python_start.hpp"

namespace dockcheck::model {

struct MissingImport {
    std::string module;
    std::string_view package;  ///< that brings it
    Place import;              ///< the statement
    Place installed;           ///< a package that is installed: where the other one belongs
    /// What needs it without importing it: a broker of Celery, a database of Django, a form of
    /// FastAPI.
    std::optional<context::NeededModule::Kind> need{};
};

/// The first one. Nothing unless all that is installed is known, down to what it requires.
std::optional<MissingImport> missing_import(Build const& build, Stage const& stage,
                                            PythonStart const& start);

}  // namespace dockcheck::model
