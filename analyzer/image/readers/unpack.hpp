// Unpacking gzip (zlib) and zstd (libzstd) while it is read.
#pragma once

#include <memory>

#include "analyzer/image/readers/byte_stream.hpp"

namespace dockcheck::image {

/// What gzip data, of one or several members, unpacks to.
std::unique_ptr<ByteStream> gzip_stream(std::unique_ptr<ByteStream> packed, Limits const& limits);
/// The same for zstd. Frames that would take more than 32 MiB of memory are a problem.
std::unique_ptr<ByteStream> zstd_stream(std::unique_ptr<ByteStream> packed, Limits const& limits);

}  // namespace dockcheck::image
