// Reading with stdio, which every system has.
#include "analyzer/text/file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace dockcheck {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const {
        if (file != stdin) (void)std::fclose(file);
    }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

tl::unexpected<Error> system_error(std::string const& path, int code) {
    return tl::unexpected(Error{path, std::generic_category().message(code)});
}

}  // namespace

Result<std::string> read_file(std::string const& path, std::size_t limit) {
    OpenFile const file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    if (file == nullptr) return system_error(path, errno);

    std::string bytes;
    std::array<char, 64 * 1024> piece;
    errno = 0;
    while (bytes.size() <= limit) {
        auto const got = std::fread(piece.data(), 1, piece.size(), file.get());
        bytes.append(piece.data(), got);
        if (got < piece.size()) break;
    }
    if (std::ferror(file.get()) != 0) return system_error(path, errno == 0 ? EIO : errno);
    if (bytes.size() > limit) {
        auto const mebibytes = std::to_string(limit / (1024 * 1024));
        return tl::unexpected(Error{path, "the file is larger than " + mebibytes + " MiB"});
    }
    return bytes;
}

}  // namespace dockcheck
