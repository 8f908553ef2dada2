// Files of a build context that hold what nobody should find in an image.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/context.hpp"

namespace dockcheck::model {

/// The files below a folder that a COPY of it takes and that hold keys, tokens or passwords, by
/// their name and, where the name does not tell, by what they say. At most a few; `.git` for all of
/// a repository's data.
std::vector<std::string> sensitive_files(context::Context const& context, std::string_view folder);

}  // namespace dockcheck::model
