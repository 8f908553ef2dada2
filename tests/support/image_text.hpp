// An image as lines of text, for tests to compare.
#pragma once

#include <string>

#include "analyzer/image/image.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::test {

/// Every value that is there: its pointer, line and column, and what it says.
std::string described(image::Image const& image);
/// The files of all layers: type, mode, owner, size, path, what a link leads to.
std::string described_files(image::Image const& image);
/// The images and notes, or the error.
std::string described(Result<image::Images> const& images);

}  // namespace dockcheck::test
