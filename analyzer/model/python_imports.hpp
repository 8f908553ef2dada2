// Modules that a Python program certainly imports and that nothing installs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/knowledge/removed_modules.hpp"
#include "analyzer/model/python_program.hpp"
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

/// What an application of Django takes its data by, without importing it itself.
struct NeededDriver {
    std::string_view module;
    Place place;  ///< of the setting
};

/// The driver that the settings of a server's application ask for, where they name one database.
std::optional<NeededDriver> database_driver(Build const& build, PythonStart const& start,
                                            PythonProgram const& program);

struct RemovedImport {
    knowledge::RemovedModule const* module = nullptr;
    Place import;  ///< the statement
};

/// The first import of a module that the image's own Python no longer has and that nothing brings
/// again.
std::optional<RemovedImport> removed_import(Build const& build, Stage const& stage,
                                            PythonStart const& start);

}  // namespace dockcheck::model
