// Whether an image has what `next start` serves.
#pragma once

#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct MissingNextBuild {
    Argument const* word = nullptr;  ///< of the command that starts it
    std::string folder;              ///< in the image: `/app/.next`
    Place script;                    ///< in package.json, where it is a script's
};

/// `next start` or a script that is nothing but that; `word` is nullptr unless the folder certainly
/// is not in the image.
MissingNextBuild missing_next_build(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
