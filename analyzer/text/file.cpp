// Reading with as few calls of the system as do: open, read and close for a small file.
#include "analyzer/text/file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "analyzer/system/disk.hpp"
#include "analyzer/system/open_file.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck {
namespace {

/// No file system ends a read before this many bytes when there are more.
constexpr std::size_t surely_all = 4096;

tl::unexpected<Error> system_error(std::string const& path, int code) {
    return tl::unexpected(Error{path, std::generic_category().message(code)});
}

/// Room for all of a large file, so that it is not copied while it grows.
void expect_rest(int file, std::size_t limit, std::string& bytes) {
    auto const size = system::status_of(file).size;
    bytes.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(size, limit)) + Source::padding);
}

/// Appends what the file holds, from its start or from where it stands: a pipe has no start and
/// gives its bytes in pieces. Stops above the limit, or behind a first piece of another kind; false
/// when the system refuses.
bool read_all(int file, bool seeks, std::size_t limit, std::string& bytes,
              FunctionRef<bool(std::string_view)> is_of_another_kind) {
    std::array<char, std::size_t{64} * 1024> piece;  // NOLINT(*-member-init): filled by the system
    while (bytes.size() <= limit) {
        auto const got = seeks ? system::read_at(file, piece.data(), piece.size(), bytes.size())
                               : system::read_on(file, piece.data(), piece.size());
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
    int const file = is_standard_input ? system::standard_input : system::open_file(path);
    if (file < 0) return system_error(path, errno);
    bool const worked = read_all(file, !is_standard_input, limit, bytes, is_of_another_kind);
    auto const trouble = errno;
    if (!is_standard_input) system::close_file(file);
    if (!worked) return system_error(path, trouble);
    if (bytes.size() > limit) {
        auto const mebibytes = std::to_string(limit / (std::size_t{1024} * 1024));
        return tl::unexpected(Error{path, "the file is larger than " + mebibytes + " MiB"});
    }
    return {};
}

Result<std::string> read_regular_file(std::string const& path, std::size_t limit) {
    if (system::status_of(path).kind == system::Kind::other)
        return tl::unexpected(Error{path, "this is no regular file"});
    return read_file(path, limit);
}

Result<std::string> read_file(std::string const& path, std::size_t limit) {
    std::string bytes;
    if (auto const done = read_file(path, limit, bytes); !done) return tl::unexpected(done.error());
    return bytes;
}

}  // namespace dockcheck
