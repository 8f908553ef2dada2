// Packages that a release of a distribution does not have.
#pragma once

#include <optional>
#include <string_view>

#include "analyzer/knowledge/releases.hpp"

namespace dockcheck::knowledge {

/// What is known about a package that is not there.
struct AbsentPackage {
    std::string_view instead;  ///< a package that the release has; empty: none is known
    bool is_same = false;      ///< whether that one does just the same
};

/// Nothing for packages that the release has, or of which the table does not know that.
std::optional<AbsentPackage> absent_package(SystemRelease const& release, std::string_view package);

/// True for images that take packages from their distribution alone: its own, and those of
/// languages. Other images may bring sources with more.
bool has_sources_of_release_only(std::string_view image);

}  // namespace dockcheck::knowledge
