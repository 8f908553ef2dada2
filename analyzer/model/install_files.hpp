// What has to be copied for an install, as people list it.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

/// "package.json, package-lock.json and patches": what an install of what manifests say reads, as
/// far as the context tells, for a help that tells what to copy first. Without a context the usual
/// names.
std::string files_of_install(Build const& build, Stage const& stage, Command const& command,
                             PackageCommand const& install);

}  // namespace dockcheck::model
