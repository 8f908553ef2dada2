// Whether a program is found on the PATH of a stage's image.
#pragma once

#include <string_view>

#include "analyzer/knowledge/programs.hpp"
#include "analyzer/model/build.hpp"

namespace dockcheck::model {

/// Looks at the base image, at all that commands install and at what COPY puts into folders of the
/// PATH. `no` and `yes` are certain. With `before`, only what runs in front of that command counts.
knowledge::Brings find_program(Build const& build, Stage const& stage, std::string_view program,
                               Command const* before = nullptr);

/// The same for a program that the image at the bottom, where that is a known one, certainly lacks.
knowledge::Brings find_added_program(Build const& build, Stage const& stage,
                                     std::string_view program, Command const* before);

/// The same without what lies below a folder, such as what `pip install --user` puts there.
knowledge::Brings find_program_outside(Build const& build, Stage const& stage,
                                       std::string_view program, std::string_view folder);

/// The same of what COPY takes from the build context alone.
knowledge::Brings find_copied_program(Build const& build, Stage const& stage,
                                      std::string_view program);

}  // namespace dockcheck::model
