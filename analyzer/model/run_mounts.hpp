// The mounts of a RUN, and whether a Dockerfile counts on a builder that has them.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// True when the RUN has a mount of the type ("bind" also where none is written).
bool has_mount(ast::Instruction const& run, std::string_view type);

/// What the mount gives to the key, or to another name of it; empty where it is not written.
std::string_view field_of(ast::Mount const& mount, std::string_view key,
                          std::string_view alias = {}, std::string_view other = {});

/// True when the Dockerfile uses something that only BuildKit knows: a syntax line, --mount, a
/// heredoc, COPY --link or --chmod.
bool relies_on_buildkit(Build const& build);

}  // namespace dockcheck::model
