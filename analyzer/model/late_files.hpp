// Files of the context that a step needs and that are copied too late for it, or not at all.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

/// True for a command of RUN on Linux that certainly runs, ends the build when it fails, and sees
/// no files but those of the image.
bool needs_files_of_image(Stage const& stage, Command const& command);

/// True when a command of RUN certainly finds nothing at an absolute path.
bool is_absent_before(Build const& build, Stage const& stage, Command const& command,
                      std::string_view path);

/// True when a command of RUN certainly finds nothing at an absolute path although the build
/// context has a file or folder for it.
bool is_copied_too_late(Build const& build, Command const& command, std::string_view path,
                        std::string_view context_path);

/// The COPY or ADD behind a command, in its stage, that takes a path of the context; or nullptr.
Transfer const* transfer_behind(Build const& build, Stage const& stage, Command const& command,
                                std::string_view context_path);

}  // namespace dockcheck::model
