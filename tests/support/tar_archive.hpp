// Making tar archives in memory, header by header: odd and hostile ones too.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dockcheck::test {

/// An entry of a tar archive; `type` as in ls: - d l h (a hard link) c p.
struct TarFile {
    std::string path;
    std::string bytes;
    char type = '-';
    std::string link = {};
    unsigned mode = 0644;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::string capability = {};  ///< its extended attribute security.capability
    std::uint64_t hole = 0;       ///< so many zeros before the bytes that are not stored
};

enum class TarFormat : std::uint8_t { gnu, pax, ustar, old };

/// A tar archive; names longer than a header has room for, holes and capabilities need pax.
std::string tar_of(std::vector<TarFile> const& files, TarFormat format = TarFormat::pax);

}  // namespace dockcheck::test
