// Programs that a supervisor starts, as its file in the build context says: supervisord's and those
// of a Procfile.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/start_script.hpp"

namespace dockcheck::model {

struct SupervisedProgram {
    std::string_view name;
    Source const* source = nullptr;     ///< the supervisor's file
    std::span<Command const> commands;  ///< their spans are in `source`
};

/// What the image's start lets a supervisor start, where its file is certain.
std::vector<SupervisedProgram> supervised_programs(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
