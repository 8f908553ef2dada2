// Folders by their descriptors.
#include "analyzer/system/folder.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "analyzer/system/posix/stat.hpp"

namespace dockcheck::system {
namespace {

#ifdef O_PATH
constexpr int folder_flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#else
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#endif

/// Most file systems tell it along with the name.
Kind kind_of(int folder, dirent const& entry) {
#ifdef DT_REG
    if (entry.d_type == DT_REG) return Kind::file;
    if (entry.d_type == DT_DIR) return Kind::folder;
    if (entry.d_type == DT_LNK) return Kind::link;
#endif
    struct stat status {};
    if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::missing;
    return kind_in(status.st_mode);
}

}  // namespace

std::optional<std::vector<Entry>> read_entries(DIR* folder, std::size_t most) {
    if (folder == nullptr) return std::nullopt;
    std::vector<Entry> entries;
    errno = 0;
    while (auto const* const entry = ::readdir(folder)) {
        std::string_view const name = entry->d_name;
        if (name != "." && name != "..") {
            if (entries.size() == most) {
                (void)::closedir(folder);
                errno = EOVERFLOW;
                return std::nullopt;
            }
            entries.push_back({std::string(name), kind_of(::dirfd(folder), *entry)});
        }
        errno = 0;
    }
    auto const code = errno;
    (void)::closedir(folder);
    errno = code;
    return code == 0 ? std::optional(std::move(entries)) : std::nullopt;
}

Folder::Folder(std::string const& path)
    : number_(::open(path.empty() ? "." : path.c_str(), folder_flags & ~O_NOFOLLOW)) {}

Folder::Folder(Folder&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Folder& Folder::operator=(Folder&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Folder::~Folder() {
    if (number_ >= 0) (void)::close(number_);
}

Folder::operator bool() const { return number_ >= 0; }

Folder Folder::enter(std::string const& name) const {
    Folder inner;
    inner.number_ = ::openat(number_, name.c_str(), folder_flags);
    return inner;
}

Status Folder::status() const {
    struct stat status {};
    return ::fstat(number_, &status) == 0 ? status_in(status) : Status{};
}

Status Folder::look(std::string const& path) const {
    struct stat status {};
    bool const is_there = ::fstatat(number_, path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    return is_there ? status_in(status) : Status{};
}

std::optional<std::string> Folder::link_target(std::string const& name) const {
    std::array<char, PATH_MAX> target;  // NOLINT(*-member-init): filled by the system
    auto const size = ::readlinkat(number_, name.c_str(), target.data(), target.size());
    if (size <= 0) return std::nullopt;
    return std::string(target.data(), static_cast<std::size_t>(size));
}

int Folder::open(std::string const& name) const {
    return ::openat(number_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

std::optional<std::vector<Entry>> Folder::entries(std::string const& name) const {
    int const number =
        ::openat(number_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (number < 0) return std::nullopt;
    auto* const folder = ::fdopendir(number);
    if (folder == nullptr) (void)::close(number);
    return read_entries(folder);
}

bool means_missing(int code) { return code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG; }

}  // namespace dockcheck::system
