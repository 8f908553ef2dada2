// What an image is there for, as the instructions of its stage tell.
#pragma once

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True for a stage with ONBUILD: what it runs as is for those that are FROM it to say.
bool has_onbuild(Stage const& stage);

/// True when a stage starts nothing of its own: a distribution or a language, for others to build
/// upon.
bool starts_nothing_own(Stage const& stage);

/// True for a program that takes arguments and serves nobody: no CMD but one such as `--help`.
bool may_be_tool(RuntimeConfig const& config);

/// True where the service that runs the image says as whom: AWS Lambda runs what is made from its
/// base images as an account of its own (docs.aws.amazon.com, "Lambda execution environment"), and
/// an action of GitHub needs root (docs.github.com, "Dockerfile support for GitHub Actions").
bool service_chooses_user(Build const& build, Stage const& stage);

/// True when a program of a start may come from the build context, by its name: what it does nobody
/// sees here.
bool may_be_of_context(Stage const& stage, std::span<Command const> start);

}  // namespace dockcheck::model
