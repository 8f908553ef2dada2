// From what POSIX says of a file to what dockcheck wants to know of it.
#pragma once

#include <optional>
#include <sys/stat.h>
#include <vector>

#include "analyzer/system/disk.hpp"

namespace dockcheck::system {

inline Kind kind_in(mode_t mode) {
    if (S_ISREG(mode)) return Kind::file;
    if (S_ISDIR(mode)) return Kind::folder;
    return S_ISLNK(mode) ? Kind::link : Kind::other;
}

inline Status status_in(struct stat const& status) {
    return {kind_in(status.st_mode), (status.st_mode & S_IXUSR) != 0,
            static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(status.st_dev),
            static_cast<std::uint64_t>(status.st_ino)};
}

/// All entries of a folder opened for reading, which is closed; nothing where it is none (-1), has
/// more than `most` or cannot be read.
std::optional<std::vector<Entry>> read_entries(int folder, std::size_t most = ~std::size_t{0});

}  // namespace dockcheck::system
