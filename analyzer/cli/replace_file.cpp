// Replacing a file by renaming another over it.
#include "analyzer/cli/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <random>
#include <sys/stat.h>
#include <system_error>

namespace dockcheck::cli {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(std::string const& path, std::string const& why) {
    return tl::unexpected(Error{path, "cannot write: " + why});
}

std::string why(int code) { return std::generic_category().message(code == 0 ? EIO : code); }

/// The errno of what went wrong, or 0.
int write_new(std::string const& path, std::string_view bytes) {
    errno = 0;
    std::FILE* const file = std::fopen(path.c_str(), "wbx");
    if (file == nullptr) return errno == 0 ? EIO : errno;
    bool const written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    auto const code = errno;
    if (std::fclose(file) != 0 || !written) return code == 0 ? EIO : code;
    return 0;
}

// Renaming asks for the folder's permission alone, so the file's own has to be looked at.
int may_be_written(std::string const& path) {
    errno = 0;
    std::FILE* const file = std::fopen(path.c_str(), "r+b");
    if (file == nullptr) return errno == 0 ? EACCES : errno;
    (void)std::fclose(file);
    return 0;
}

/// True where the new file would not be what the old one was: other names lead to it (hard links),
/// or it belongs to somebody else.
bool must_stay(std::string const& path, std::string const& beside) {
#ifdef _WIN32
    std::error_code error;
    return fs::hard_link_count(path, error) > 1;
#else
    struct stat old {};
    struct stat made {};
    if (stat(path.c_str(), &old) != 0 || stat(beside.c_str(), &made) != 0) return false;
    return old.st_nlink > 1 || old.st_uid != made.st_uid || old.st_gid != made.st_gid;
#endif
}

/// Writes into the file that is there. The new text lies beside it until that is done.
Result<void> write_over(std::string const& path, std::string_view bytes,
                        std::string const& beside) {
    errno = 0;
    std::FILE* const file = std::fopen(path.c_str(), "r+b");
    if (file == nullptr) return cannot_write(path, why(errno));
    bool const written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    auto code = written ? 0 : errno;
    bool const closed = std::fclose(file) == 0;
    if (written && !closed) code = errno;
    std::error_code error;
    if (written && closed) fs::resize_file(path, bytes.size(), error);
    if (written && closed && !error) return {};
    return cannot_write(path, fmt::format("{}; the new text is in {}",
                                          error ? error.message() : why(code), beside));
}

}  // namespace

Result<void> replace_file(std::string const& path, std::string_view bytes) {
    std::error_code error;
    auto const target = fs::canonical(path, error);
    if (error) return cannot_write(path, error.message());
    if (auto const code = may_be_written(target.string()); code != 0) {
        return cannot_write(path, why(code));
    }
    auto const permissions = fs::status(target, error).permissions();
    if (error) return cannot_write(path, error.message());

    auto const name = fmt::format(".{}.{:08x}", target.filename().string(), std::random_device()());
    auto const beside = (target.parent_path() / name).string();
    if (auto const code = write_new(beside, bytes); code != 0) {
        std::error_code ignored;
        if (code != EEXIST) fs::remove(beside, ignored);
        return cannot_write(path, why(code));
    }
    if (must_stay(target.string(), beside)) {
        auto const done = write_over(target.string(), bytes, beside);
        std::error_code ignored;
        if (done) fs::remove(beside, ignored);
        return done;
    }
    fs::permissions(beside, permissions, error);
    if (!error) fs::rename(beside, target, error);
    if (error) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        return cannot_write(path, error.message());
    }
    return {};
}

Result<void> write_file(std::string const& path, std::string_view bytes) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return replace_file(path, bytes);
    errno = 0;
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return cannot_write(path, why(errno));
    errno = 0;
    bool const written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    auto code = written ? 0 : errno;
    // What was kept back until now may not fit.
    bool const closed = std::fclose(file) == 0;
    if (written && !closed) code = errno;
    if (!written || !closed) return cannot_write(path, why(code));
    return {};
}

}  // namespace dockcheck::cli
