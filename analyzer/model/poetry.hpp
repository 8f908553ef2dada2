// Which Poetry a step starts, and what it needs of the project itself.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True when every install of Poetry in front of the command certainly brings version 2 or newer.
bool is_poetry_two(Build const& build, Stage const& stage, Command const& command);

/// What `poetry install` needs for the project itself, and what certainly is not in the image.
struct MissingProject {
    enum class Kind : std::uint8_t {
        none,
        module,   ///< nothing of the project's name
        package,  ///< one that pyproject.toml lists
        readme,
    } kind = Kind::none;
    std::string path;            ///< as seen from the folder: "shop" of a module, "README.md"
    std::string folder;          ///< of the image
    std::string manifest;        ///< of the context
    bool is_in_context = false;  ///< a COPY in front of the command would bring it
};

/// Looks where an install of Poetry without --no-root looks.
MissingProject missing_project(Build const& build, Stage const& stage, Command const& command);
/// The same of the readme alone.
MissingProject missing_readme(Build const& build, Stage const& stage, Command const& command);

}  // namespace dockcheck::model
