// Replacing a file by renaming another over it.
#include "analyzer/cli/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <random>
#include <system_error>

#include "analyzer/system/disk.hpp"
#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::cli {
namespace {

tl::unexpected<Error> cannot_write(std::string const& path, std::string const& why) {
    return tl::unexpected(Error{path, "cannot write: " + why});
}

std::string why(int code) { return std::generic_category().message(code == 0 ? EIO : code); }

/// The errno of what went wrong, or 0.
int write_new(std::string const& path, std::string_view bytes, std::string const& old) {
    errno = 0;
    std::FILE* const file = system::make_stream(path, old);
    if (file == nullptr) return errno == 0 ? EIO : errno;
    // Else a power failure may leave an empty file under the old name.
    bool const written =
        std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() && system::settle(file);
    auto const code = errno;
    if (std::fclose(file) != 0 || !written) return code == 0 ? EIO : code;
    return 0;
}

// Renaming asks for the folder's permission alone, so the file's own has to be looked at.
int may_be_written(std::string const& path) {
    errno = 0;
    std::FILE* const file = system::open_stream(path, "r+b");
    if (file == nullptr) return errno == 0 ? EACCES : errno;
    (void)std::fclose(file);
    return 0;
}

/// Writes into the file that is there. The new text lies beside it until that is done.
Result<void> write_over(std::string const& path, std::string_view bytes,
                        std::string const& beside) {
    errno = 0;
    std::FILE* const file = system::open_stream(path, "r+b");
    if (file == nullptr) return cannot_write(path, why(errno));
    bool const written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    auto code = written ? 0 : errno;
    bool const closed = std::fclose(file) == 0;
    if (written && !closed) code = errno;
    bool const fits = written && closed && system::resize_file(path, bytes.size());
    if (fits) return {};
    if (written && closed) code = errno;
    return cannot_write(path, fmt::format("{}; the new text is in {}", why(code), beside));
}

}  // namespace

Result<void> replace_file(std::string const& path, std::string_view bytes) {
    auto const target = system::real_path(path);
    if (!target) return cannot_write(path, why(errno));
    if (auto const code = may_be_written(*target); code != 0) return cannot_write(path, why(code));

    auto const name = fmt::format(".{}.{:08x}", base_name(*target), std::random_device()());
    auto const beside = system::joined(system::parent_of(*target), name);
    if (auto const code = write_new(beside, bytes, *target); code != 0) {
        if (code != EEXIST) system::remove_file(beside);
        return cannot_write(path, why(code));
    }
    if (system::must_stay(*target, beside)) {
        auto const done = write_over(*target, bytes, beside);
        if (done) system::remove_file(beside);
        return done;
    }
    if (!system::replace_file(beside, *target)) {
        auto const code = errno;
        system::remove_file(beside);
        return cannot_write(path, why(code));
    }
    return {};
}

Result<void> write_file(std::string const& path, std::string_view bytes) {
    if (system::is_file(path)) return replace_file(path, bytes);
    errno = 0;
    std::FILE* const file = system::open_stream(path, "wb");
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
