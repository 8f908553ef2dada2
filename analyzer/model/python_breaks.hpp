// Imports of a Python program that certainly raise although every module is there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/python_start.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// A name that a package, or Python itself, does not have any more.
struct RemovedName {
    Place import;
    std::string_view module;
    std::string_view name;
    std::string_view owner;    ///< with its version: "pydantic 2", "Python 3.12"
    std::string_view instead;  ///< what to write
    Place version;             ///< the requirement; or nowhere
};

/// The first one of the sources that certainly run.
std::optional<RemovedName> removed_name(Build const& build, Stage const& stage,
                                        PythonStart const& start);

/// A package of an old version that pip puts together with a new one of what it requires.
struct BrokenPair {
    Place required;            ///< the requirement
    std::string_view package;  ///< "Flask"
    std::string_view version;
    std::string_view partner;  ///< "Werkzeug"
    std::string_view limit;    ///< "3": what it would have to be older than
};

/// Nothing unless the program imports the package, and nothing names a version of the partner.
std::optional<BrokenPair> broken_pair(Build const& build, Stage const& stage,
                                      PythonStart const& start);

}  // namespace dockcheck::model
