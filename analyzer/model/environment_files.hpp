// Files of an image that hold environment variables: `.env` and its kin.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// What such files may set.
struct EnvironmentFile {
    bool is_unknown = false;  ///< something that nobody can look into may have put one there
    std::vector<std::string> variables;
};

/// What the files of some names may set that lie in or above some folders of a stage's image, where
/// libraries look for them. A file that the context lacks is not there, even where git would keep
/// no track of it: whoever has one sees it looked into.
EnvironmentFile environment_files(Build const& build, Stage const& stage,
                                  std::set<std::string> const& names,
                                  std::set<std::string> const& folders);

}  // namespace dockcheck::model
