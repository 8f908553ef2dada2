// Steps that need a file which a COPY brings.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// The first command of a stage behind one of its COPY that names a file of the context as one that
/// it reads, or that is there; of `.git` one of git's that reads the repository. nullptr when there
/// is none.
Command const* user_of_file(Build const& build, Stage const& stage, Transfer const& behind,
                            std::string_view path);

}  // namespace dockcheck::model
