// What holds for every image that was read, whatever it was read from.
#pragma once

#include "analyzer/image/image.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::test {

/// Ends the program unless every value stands inside of its text, is found at its place, and every
/// step's layer is there.
void require_sound(Result<image::Images> const& images);

}  // namespace dockcheck::test
