// Commands that write to no other places than those which their words name.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True for a download, tar, cp, mv, tee, gpg or an installer of PHP that certainly puts nothing at
/// a cleaned absolute path, nor below it, and takes nothing away there. What the shell redirects
/// is not looked at.
bool writes_elsewhere(Build const& build, Stage const& stage, Command const& command,
                      std::string_view path);

/// True for a package manager that is told to install, unpack or make an environment at an absolute
/// path, above or below it, or may be.
bool may_install_at(Build const& build, Stage const& stage, Command const& command,
                    std::string_view path);

}  // namespace dockcheck::model
