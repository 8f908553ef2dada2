// The disk as POSIX has it.
#include "analyzer/system/disk.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#if __has_include(<sys/xattr.h>)
#include <sys/xattr.h>
#endif
#include <unistd.h>

#include "analyzer/system/paths.hpp"
#include "analyzer/system/posix/stat.hpp"
#include "analyzer/system/start.hpp"

namespace dockcheck::system {
namespace {

/// The names of a file's extended attributes, each with a zero behind it; Linux has access lists
/// among them. Empty where there are none, or no such thing.
std::string attributes_of(std::string const& path) {
    std::string names(std::size_t{64} * 1024, '\0');  // no system has more
#if defined(__APPLE__)
    auto const size = ::listxattr(path.c_str(), names.data(), names.size(), 0);
#elif __has_include(<sys/xattr.h>)
    auto const size = ::listxattr(path.c_str(), names.data(), names.size());
#else
    (void)path;
    constexpr int size = 0;
#endif
    names.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return names;
}

/// True when a new file would lack an attribute that the system does not give to all.
bool has_own_attributes(std::string const& path) {
    auto const names = attributes_of(path);
    for (std::string_view rest = names; !rest.empty();) {
        auto const name = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        if (name != "security.selinux" && name != "com.apple.provenance") return true;
    }
    return false;
}

}  // namespace

Status status_of(std::string const& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status_in(status) : Status{};
}

Status own_status_of(std::string const& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? status_in(status) : Status{};
}

std::optional<std::string> real_path(std::string const& path) {
    std::array<char, PATH_MAX> room;  // NOLINT(*-member-init): filled by the system
    if (::realpath(path.c_str(), room.data()) == nullptr) return std::nullopt;
    return room.data();
}

std::string working_folder() {
    std::array<char, PATH_MAX> room;  // NOLINT(*-member-init): filled by the system
    return ::getcwd(room.data(), room.size()) == nullptr ? "/" : room.data();
}

void go_to(std::string const& folder) {
    if (::chdir(folder.c_str()) != 0) return;  // the compiler wants the answer looked at
}

std::optional<std::vector<Entry>> entries_of(std::string const& folder, std::size_t most) {
    return read_entries(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), most);
}

std::FILE* open_stream(std::string const& path, char const* mode) {
    return std::fopen(path.c_str(), mode);
}

std::FILE* make_stream(std::string const& path, std::string const& old) {
    struct stat status {};
    if (::stat(old.c_str(), &status) != 0) return nullptr;
    // The group of the new file may be another one.
    constexpr int flags = O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC;
    int const file = ::open(path.c_str(), flags, status.st_mode & 0700);
    return file < 0 ? nullptr : ::fdopen(file, "wb");
}

bool settle(std::FILE* stream) {
    if (std::fflush(stream) != 0) return false;
    // Not every disk can be waited for.
    return ::fsync(::fileno(stream)) == 0 || errno == EINVAL || errno == ENOTSUP;
}

int write_error(std::FILE* /*stream*/) { return errno == 0 ? EIO : errno; }

void remove_file(std::string const& path) { (void)::unlink(path.c_str()); }

bool resize_file(std::string const& path, std::uint64_t size) {
    return ::truncate(path.c_str(), static_cast<off_t>(size)) == 0;
}

bool replace_file(std::string const& made, std::string const& old) {
    struct stat status {};
    return ::stat(old.c_str(), &status) == 0 && ::chmod(made.c_str(), status.st_mode & 07777) == 0
           && ::rename(made.c_str(), old.c_str()) == 0;
}

bool must_stay(std::string const& old, std::string const& made) {
    struct stat of_old {};
    struct stat of_made {};
    if (::stat(old.c_str(), &of_old) != 0 || ::stat(made.c_str(), &of_made) != 0) return false;
    return of_old.st_nlink > 1 || of_old.st_uid != of_made.st_uid || of_old.st_gid != of_made.st_gid
           || has_own_attributes(old);
}

std::string configuration_folder() {
    // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
    auto folder = variable("XDG_CONFIG_HOME").value_or(std::string());
    if (is_absolute(folder)) return folder;
    auto const home = home_folder();
    return home.empty() ? home : joined(home, ".config");
}

std::string home_folder() {
    auto home = variable("HOME").value_or(std::string());
    return is_absolute(home) ? home : std::string();
}

}  // namespace dockcheck::system
