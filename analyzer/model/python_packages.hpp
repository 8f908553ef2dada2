// Python packages that the commands of a build install by name or from requirements that can be
// seen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct PythonPackage {
    std::string_view name;            ///< normalised; empty for a path or URL that names none
    std::string_view version;         ///< "==2.0", or empty
    Place place;                      ///< the word of the command, or the line of the file
    bool is_path_or_url = false;      ///< in a file: it may bring modules of any name
    bool is_for_development = false;  ///< of a file that is named so
};

/// Packages of a stage's image: installed in the stage, in those it is FROM, and in those it takes
/// installed packages from. A file that is missing under its name counts by its near one. Kept for
/// the next one who asks.
std::span<PythonPackage const> python_packages(Build const& build, Stage const& stage);

/// The package of that normalised name that is not for development, or nullptr.
PythonPackage const* find_package(std::span<PythonPackage const> packages, std::string_view name);

}  // namespace dockcheck::model
