// The list of a layer's files.
#pragma once

#include <cstdint>
#include <memory>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/byte_stream.hpp"

namespace dockcheck::image {

/// Whether all bytes of a layer are read in any case, or data of files may be skipped where it is
/// not packed.
enum class Reading : std::uint8_t { all, skipping };

/// Reads a layer's archive, packed or not. `room` is the memory that lists may still take, and is
/// taken from. Trouble ends the list and is named in it. Where all bytes are read the list has
/// their digest.
std::shared_ptr<FileList const> list_files(Opened layer, Reading reading, Limits const& limits,
                                           std::uint64_t& room);

}  // namespace dockcheck::image
