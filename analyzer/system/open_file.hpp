// Files that are open for reading, by the numbers that the system gives them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "analyzer/system/disk.hpp"

namespace dockcheck::system {

constexpr int standard_input = 0;

/// The number of an opened file, or -1 with errno. It is read byte by byte as it is.
int open_file(std::string const& path);
/// The same, but nobody is waited for where it is a pipe.
int open_file_at_once(std::string const& path);
void close_file(int file);

/// Reads on from where the file stands: how many bytes there were, 0 at the end, -1 with errno.
std::ptrdiff_t read_on(int file, char* bytes, std::size_t size);
/// Reads from a position; -1 with ESPIPE where the file has no positions.
std::ptrdiff_t read_at(int file, char* bytes, std::size_t size, std::uint64_t position);
/// What the file is, and how large it says it is.
Status status_of(int file);

/// An open file that is closed at the end.
class OpenFile {
 public:
    explicit OpenFile(int number) : number_(number) {}
    OpenFile(OpenFile const&) = delete;
    OpenFile& operator=(OpenFile const&) = delete;
    ~OpenFile() {
        if (number_ >= 0) close_file(number_);
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] explicit operator bool() const { return number_ >= 0; }

 private:
    int number_;
};

}  // namespace dockcheck::system
