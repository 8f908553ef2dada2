// How much of a Dockerfile is read.
#pragma once

#include <cstddef>

/// No builder makes an image of so much. Without limits a file of nothing but the shortest
/// instructions would take hundreds of times its size in memory.
namespace dockcheck::dockerfile {

inline constexpr std::size_t most_instructions = std::size_t{1} << 18;
inline constexpr std::size_t most_stages = std::size_t{1} << 14;
/// Words, flags, their fields, and heredocs, of all instructions together.
inline constexpr std::size_t most_parts = std::size_t{1} << 18;

}  // namespace dockcheck::dockerfile
