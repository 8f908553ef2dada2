// What pip and uv are asked to install from pypi.org.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// A package that certainly comes from pypi.org.
struct PipRequirement {
    std::string name;            ///< normalised
    std::string_view specifier;  ///< "==2.0", or empty
    Place place;

    /// The version of `==2.0`, of digits and dots; empty for any other specifier.
    [[nodiscard]] std::string_view exact_version() const;
};

/// Those of an install's own words and of the requirements files that it reads, as far as they are
/// known and wanted everywhere. None where packages may come from another index or from a folder.
std::vector<PipRequirement> pip_requirements(Build const& build, Stage const& stage,
                                             Command const& command);

}  // namespace dockcheck::model
