// Memory for what may be large: it grows without being copied.
#pragma once

#include <cstddef>

namespace dockcheck {

/// From this size on a piece has pages of its own.
inline constexpr std::size_t large_piece = std::size_t{256} * 1024;

/// Never nullptr: where memory ends, this does what `new` does.
void* take_piece(std::size_t size);
/// What it holds stays, up to the smaller size; it may move. `piece` may be nullptr.
void* resize_piece(void* piece, std::size_t size, std::size_t new_size);
void free_piece(void* piece, std::size_t size);

}  // namespace dockcheck
