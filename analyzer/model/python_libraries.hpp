// Libraries and programs of the system that the packages which a Python program imports need.
#pragma once

#include <vector>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/python_packages.hpp"
#include "analyzer/model/python_start.hpp"

namespace dockcheck::model {

struct MissingLibrary {
    knowledge::PythonLibrary const* needed = nullptr;
    PythonPackage const* package = nullptr;  ///< that is installed and needs it
    Place import;                            ///< the statement, or the setting of a database
    bool is_of_database = false;             ///< Django loads the package by that setting
    bool is_alpine = false;                  ///< of the image; else it is Debian or Ubuntu
};

/// Those that certainly are not in the image and that a certain import asks for: one a package.
std::vector<MissingLibrary> missing_libraries(Build const& build, Stage const& stage,
                                              PythonStart const& start);

}  // namespace dockcheck::model
