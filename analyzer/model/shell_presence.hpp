// Whether an image has no shell at all.
#pragma once

#include <string_view>

#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// What a stage begins with, when no shell is in it for certain: "an image made from scratch", "the
/// base image gcr.io/distroless/static"; empty where there may be one.
std::string_view base_without_shell(Stage const& stage, Arena& arena);

/// True unless a COPY or ADD certainly puts its files somewhere else than where a shell is looked
/// for.
bool may_bring_shell(Transfer const& transfer, Arena& arena);

}  // namespace dockcheck::model
