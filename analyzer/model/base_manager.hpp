// Which package manager a base image has.
#pragma once

#include <string_view>

#include "analyzer/model/packages.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// True for those that install packages of a distribution.
bool is_of_system(Manager manager);

/// What a base image is ("Debian"), and what installs packages there.
struct BaseSystem {
    std::string_view name;     ///< empty: nothing is certain
    std::string_view manager;  ///< empty: nothing does
};

/// The base image of a stage, where it certainly lacks the package manager.
BaseSystem base_without(Manager manager, Stage const& stage);

}  // namespace dockcheck::model
