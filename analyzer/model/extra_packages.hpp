// Programs of Python packages that do nothing without an extra of their package.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

/// `fastapi run` where fastapi is installed without its extra.
struct MissingExtra {
    Argument const* word = nullptr;  ///< the program
    std::string_view package;        ///< `fastapi`
    std::string_view extra;          ///< `standard`
    std::string_view needed;         ///< `fastapi-cli`
    Place installed;                 ///< where the package is asked for
};

/// `word` is nullptr unless nothing that is installed certainly brings what the program needs.
MissingExtra missing_extra(Build const& build, Stage const& stage, Command const& command);

/// True when all Python packages of an image come from pip, by names or files that can be seen.
bool uses_pip_alone(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
