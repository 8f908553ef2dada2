// Reading by the numbers of the C library, as bytes.
#include "analyzer/system/open_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <io.h>
#include <limits>

#include "analyzer/system/disk.hpp"
#include "analyzer/system/windows/find.hpp"
#include "analyzer/system/windows/wide.hpp"

namespace dockcheck::system {

HANDLE handle_of(int file) {
    return reinterpret_cast<HANDLE>(::_get_osfhandle(file));  // NOLINT: what the C library gives
}

int open_file(std::string const& path) {
    auto const file = ::_wopen(disk_name(path).c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
    if (file < 0 && errno == EACCES && is_folder(path)) errno = EISDIR;
    return file;
}

int open_file_at_once(std::string const& path) { return open_file(path); }

void close_file(int file) { (void)::_close(file); }

std::ptrdiff_t read_on(int file, char* bytes, std::size_t size) {
    constexpr std::size_t most = std::numeric_limits<int>::max();
    return ::_read(file, bytes, static_cast<unsigned>(std::min(size, most)));
}

std::ptrdiff_t read_at(int file, char* bytes, std::size_t size, std::uint64_t position) {
    auto* const handle = handle_of(file);
    if (::GetFileType(handle) != FILE_TYPE_DISK) {
        errno = ESPIPE;
        return -1;
    }
    OVERLAPPED where{};
    where.Offset = static_cast<DWORD>(position);
    where.OffsetHigh = static_cast<DWORD>(position >> 32U);
    DWORD got = 0;
    constexpr std::size_t most = std::numeric_limits<int>::max();
    auto const wanted = static_cast<DWORD>(std::min(size, most));
    if (::ReadFile(handle, bytes, wanted, &got, &where) != 0) return got;
    if (::GetLastError() == ERROR_HANDLE_EOF) return 0;
    (void)failed();
    return -1;
}

Status status_of(int file) { return status_by(handle_of(file)); }

}  // namespace dockcheck::system
