// Whether the steps of a stage and its program do without compilers and other tools of a full
// image.
#pragma once

#include "analyzer/model/build.hpp"
#include "analyzer/model/lighter_base.hpp"

namespace dockcheck::model {

/// True where all that the stage runs, and what its image starts, certainly needs nothing that the
/// lighter variant of its base lacks: its packages are only unpacked, and its program, as far as it
/// can be read, calls no others.
bool needs_no_build_tools(Build const& build, Stage const& stage, HeavyBase language);

}  // namespace dockcheck::model
