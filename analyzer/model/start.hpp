// What a container of an image starts: ENTRYPOINT and CMD put together.
#pragma once

#include <span>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"
#include "analyzer/model/runtime_config.hpp"

namespace dockcheck::model {

/// The start of a container. An exec-form ENTRYPOINT gets the words of CMD behind its own.
struct Start {
    /// Simple commands in order, wrappers and `sh -c` taken apart. Empty when nothing certain is
    /// known.
    std::span<Command const> commands;
    /// ENTRYPOINT, or CMD where there is no ENTRYPOINT: what the first command was written in.
    ast::Instruction const* instruction = nullptr;
    /// False where the base image's own ENTRYPOINT, which nobody knows, gets these words.
    bool is_certain = false;
};

/// True when the words of CMD reach a program as they are: there is no ENTRYPOINT, or only the
/// script of a known base image that execs what it is given and keeps the user.
bool runs_cmd_itself(Stage const& stage);

/// The start command of a stage's image; kept for the next one who asks.
Start const& start_of(Build const& build, Stage const& stage);

}  // namespace dockcheck::model
