// Whether steps of a build change the mode or the bytes of a file that COPY brought.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True when something behind a COPY may have set the x bit of an absolute path, or put another
/// file in its place: in the chain of a stage, up to its end or in front of a command of it.
bool mode_may_change(Build const& build, Stage const& stage, Transfer const& transfer,
                     std::string_view path, Command const* before = nullptr);

/// The same of its bytes: another mode or owner is none of them.
bool bytes_may_change(Build const& build, Stage const& stage, Transfer const& transfer,
                      std::string_view path, Command const* before = nullptr);

}  // namespace dockcheck::model
