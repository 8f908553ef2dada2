// What tells the images of one input apart.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analyzer/image/image.hpp"

namespace dockcheck::cli {

/// A label for each of several images, all different: their platforms, their names, or their
/// digests. Empty for an image that is alone.
std::vector<std::string> image_labels(std::span<std::shared_ptr<image::Image const> const> images);

}  // namespace dockcheck::cli
