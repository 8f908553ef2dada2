// Files of an image that hold environment variables: `.env` and its kin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// What the files at one path of an image may set.
struct EnvironmentFile {
    bool is_unknown = false;  ///< something that nobody can look into may have put one there
    std::vector<std::string> variables;
};

/// What the build puts at an absolute path. A file that the context lacks is not there, even where
/// git would keep no track of it: whoever has one sees it looked into.
EnvironmentFile environment_file(Build const& build, Stage const& stage, std::string_view path);

}  // namespace dockcheck::model
