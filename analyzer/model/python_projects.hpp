// What of a project's dependencies a command of uv or Poetry installs.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/packages.hpp"

namespace dockcheck::model {

enum class ProjectPart : std::uint8_t {
    unknown,
    main,  ///< no group and no extra
    some,  ///< main, and groups or extras of the manifest
};

/// Of `uv sync` or `poetry install`.
ProjectPart project_part(Command const& command, PackageCommand const& install);

/// True when the project itself is certainly not installed: `--no-root`, `--no-install-project`.
bool leaves_out_project(Command const& command, PackageCommand const& install);

/// `poetry config`, `poetry lock`: no package comes or goes.
bool changes_no_packages(Command const& command, PackageCommand const& install);

/// True when the manifest beside a command that leaves the project out is known, and names no
/// package that may bring the module.
bool dependencies_lack_module(Build const& build, Stage const& stage, Command const& command,
                              std::string_view module);

}  // namespace dockcheck::model
