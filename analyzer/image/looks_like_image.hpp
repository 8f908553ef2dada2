// Telling an image from a Dockerfile by how a file begins.
#pragma once

#include <cstddef>
#include <string_view>

namespace dockcheck::image {

/// So many bytes from the start of a file are enough for looks_like_image; fewer are there when the
/// file is shorter.
inline constexpr std::size_t first_bytes_size = 512;

/// Whether a file that begins so may be an image (JSON, tar, gzip, zstd) and is no Dockerfile. Only
/// then is it worth to ask the readers, which say what is wrong with it.
bool looks_like_image(std::string_view first_bytes);

}  // namespace dockcheck::image
