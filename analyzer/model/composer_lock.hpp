// What a composer.lock asks of the PHP that installs it.
#pragma once

#include <string>
#include <vector>

#include "analyzer/text/place.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::model {

/// An extension that a package asks for.
struct ExtensionRequest {
    std::string extension;  ///< in lower case, without `ext-`
    std::string package;    ///< that asks; empty: the project itself
    Place place;
};

/// All that a lock file asks for, in its order, without those that a package in PHP or the
/// configuration of Composer stands in for. None where it cannot be read.
std::vector<ExtensionRequest> extensions_of_lock(Source const& lock, bool with_development);

/// The first package that comes as an archive of zip, or an empty text.
std::string zipped_package_of_lock(Source const& lock);

}  // namespace dockcheck::model
