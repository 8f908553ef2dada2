// Reading with as few calls of the system as do: open, read and close for a small file.
#include "analyzer/text/file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "analyzer/text/source.hpp"

namespace dockcheck {
namespace {

#ifdef O_BINARY
constexpr int how_to_open = O_RDONLY | O_BINARY;
#else
constexpr int how_to_open = O_RDONLY | O_CLOEXEC;
#endif

/// No file system ends a read before this many bytes when there are more.
constexpr std::size_t surely_all = 4096;

tl::unexpected<Error> system_error(std::string const& path, int code) {
    return tl::unexpected(Error{path, std::generic_category().message(code)});
}

/// Room for all of a large file, so that it is not copied while it grows.
void expect_rest(int file, std::size_t limit, std::string& bytes) {
    struct stat status {};
    if (::fstat(file, &status) != 0 || status.st_size <= 0) return;
    bytes.reserve(std::min(static_cast<std::size_t>(status.st_size), limit) + Source::padding);
}

/// Appends what the file holds, from its start or from where it stands: a pipe has no start and
/// gives its bytes in pieces. Stops above the limit, or behind a first piece of another kind; false
/// when the system refuses.
bool read_all(int file, bool seeks, std::size_t limit, std::string& bytes,
              FunctionRef<bool(std::string_view)> is_of_another_kind) {
    std::array<char, std::size_t{64} * 1024> piece;  // NOLINT(*-member-init): filled by the system
    while (bytes.size() <= limit) {
        auto const got =
            seeks ? ::pread(file, piece.data(), piece.size(), static_cast<off_t>(bytes.size()))
                  : ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && seeks && errno == ESPIPE) {
            seeks = false;
            continue;
        }
        if (got < 0) return false;
        auto const size = static_cast<std::size_t>(got);
        if (bytes.empty() && size == piece.size()) expect_rest(file, limit, bytes);
        bytes.append(piece.data(), size);
        if (size == 0 || (seeks && size < surely_all)) break;
        if (bytes.size() == size && is_of_another_kind(bytes)) break;
    }
    return true;
}

}  // namespace

Result<void> read_file(std::string const& path, std::size_t limit, std::string& bytes) {
    return read_file(path, limit, bytes, [](std::string_view) { return false; });
}

Result<void> read_file(std::string const& path, std::size_t limit, std::string& bytes,
                       FunctionRef<bool(std::string_view)> is_of_another_kind) {
    bytes.clear();
    bool const is_standard_input = path == "-";
    int const file = is_standard_input ? STDIN_FILENO : ::open(path.c_str(), how_to_open);
    if (file < 0) return system_error(path, errno);
    bool const worked = read_all(file, !is_standard_input, limit, bytes, is_of_another_kind);
    auto const trouble = errno;
    if (!is_standard_input) (void)::close(file);
    if (!worked) return system_error(path, trouble);
    if (bytes.size() > limit) {
        auto const mebibytes = std::to_string(limit / (std::size_t{1024} * 1024));
        return tl::unexpected(Error{path, "the file is larger than " + mebibytes + " MiB"});
    }
    return {};
}

Result<std::string> read_regular_file(std::string const& path, std::size_t limit) {
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    bool const is_other = std::filesystem::exists(status)
                          && !std::filesystem::is_regular_file(status)
                          && !std::filesystem::is_directory(status);
    if (is_other) return tl::unexpected(Error{path, "this is no regular file"});
    return read_file(path, limit);
}

Result<std::string> read_file(std::string const& path, std::size_t limit) {
    std::string bytes;
    if (auto const done = read_file(path, limit, bytes); !done) return tl::unexpected(done.error());
    return bytes;
}

}  // namespace dockcheck
