// The list of a layer's files.
#pragma once

#include <memory>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/byte_stream.hpp"

namespace dockcheck::image {

/// Reads a layer's archive, packed or not. `room` is the memory that lists may still take, and is
/// taken from. Trouble ends the list and is named in it.
std::shared_ptr<FileList const> list_files(Opened layer, Limits const& limits, std::uint64_t& room);

}  // namespace dockcheck::image
