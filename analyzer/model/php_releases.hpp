// The release of PHP that an image has.
#pragma once

#include <optional>

#include "analyzer/knowledge/php_extensions.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// The releases that the tag of an official image of PHP may stand for.
std::optional<knowledge::PhpReleases> php_releases(Reference const& root);

}  // namespace dockcheck::model
