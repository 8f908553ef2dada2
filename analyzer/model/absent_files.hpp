// Files that another one loads and that certainly are not in an image.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct AbsentFile {
    std::string hidden;                ///< of the context: what an ignore file keeps out; or empty
    Transfer const* folder = nullptr;  ///< that brings the folder without it, or nullptr
};

/// A source that another one loads in any case.
struct MissingSource {
    std::string_view module;  ///< as written: `./routes`
    Place import;
    std::string_view path;             ///< where it would have to be
    std::string_view hidden;           ///< of AbsentFile
    Transfer const* folder = nullptr;  ///< of AbsentFile
};

/// Nothing unless no file certainly lies at an absolute path with any of some endings.
std::optional<AbsentFile> absent_file(Build const& build, Stage const& stage, std::string_view path,
                                      std::span<std::string_view const> endings);

}  // namespace dockcheck::model
