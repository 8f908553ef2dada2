// Python environments that are made in one stage and copied into another.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// A folder of packages that a COPY --from brings, with a program in it.
struct CopiedEnvironment {
    Transfer const* transfer = nullptr;  ///< nullptr: there is none
    std::string from;                    ///< the folder in the other stage
    std::string bin;                     ///< where the program lies in this one
};

/// One that has a console script, but whose folder of programs is not on the PATH.
CopiedEnvironment off_the_path(Build const& build, Stage const& stage, std::string_view program);

/// A virtual environment on the PATH that has been copied to another folder than it was made for:
/// the first line of its scripts names a Python that certainly is not there.
CopiedEnvironment moved_environment(Build const& build, Stage const& stage,
                                    std::string_view program);

}  // namespace dockcheck::model
