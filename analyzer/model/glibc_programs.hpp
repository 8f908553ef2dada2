// Programs that a stage links against the C library of its image, glibc, and that another one gets.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/build.hpp"
#include "analyzer/model/command.hpp"

namespace dockcheck::model {

struct GlibcProgram {
    Command const* command = nullptr;  ///< that links it; nullptr where that is not certain
    bool is_go = false;
};

/// The command that certainly links a program which a COPY --from takes into the stage `image`
/// against glibc, dynamically: of Go, where the sources take something from the C library, of Cargo
/// in the official image, or a compiler of C.
GlibcProgram glibc_program(Build const& build, Stage const& image, Transfer const& transfer);

/// True where the image of a stage certainly has glibc, by its base.
bool has_glibc(Stage const& stage);

/// True where a library that stands in for glibc, a newer one, or files of another image may be
/// brought into a stage.
bool may_bring_glibc(Stage const& stage);

}  // namespace dockcheck::model
