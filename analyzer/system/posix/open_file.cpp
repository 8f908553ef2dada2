// Reading as POSIX does.
#include "analyzer/system/open_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "analyzer/system/posix/stat.hpp"

namespace dockcheck::system {

int open_file(std::string const& path) { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }

int open_file_at_once(std::string const& path) {
    return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

void close_file(int file) { (void)::close(file); }

std::ptrdiff_t read_on(int file, char* bytes, std::size_t size) {
    for (;;) {
        auto const got = ::read(file, bytes, size);
        if (got >= 0 || errno != EINTR) return got;
    }
}

std::ptrdiff_t read_at(int file, char* bytes, std::size_t size, std::uint64_t position) {
    for (;;) {
        auto const got = ::pread(file, bytes, size, static_cast<off_t>(position));
        if (got >= 0 || errno != EINTR) return got;
    }
}

Status status_of(int file) {
    struct stat status {};
    return ::fstat(file, &status) == 0 ? status_in(status) : Status{};
}

}  // namespace dockcheck::system
