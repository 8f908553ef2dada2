// Console scripts of the project itself that uv does not install.
#pragma once

#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/text/place.hpp"

namespace dockcheck::model {

struct MissingOwnScript {
    Command const* install = nullptr;  ///< the last `uv sync`
    Place script;                      ///< in pyproject.toml
    bool is_left_out = false;          ///< by --no-install-project; else the project is no package
};

/// `install` is nullptr unless pyproject.toml lists the program as a script and every `uv sync` of
/// the image certainly leaves it out.
MissingOwnScript missing_own_script(Build const& build, Stage const& stage,
                                    std::string_view program);

}  // namespace dockcheck::model
