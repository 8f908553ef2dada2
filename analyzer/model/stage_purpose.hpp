// What the author says by a name that an image is for.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when one of the words is a part of the stage's name or of the Dockerfile's (`dev` of
/// `Dockerfile.dev` and `web-dev`). The last stage of a file is what people build by default: its
/// own name does not count.
bool is_named_for(Build const& build, Stage const& stage, std::span<std::string_view const> words);

/// True for a Dockerfile in a folder for development, such as .devcontainer and docker/dev.
bool lies_in_folder_for_development(Build const& build);

/// True for stages, what they are FROM and Dockerfiles that are named for development, tests or
/// debugging, and for Dockerfiles in a folder for development, such as .devcontainer: nobody runs
/// that for others.
bool is_for_development(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
