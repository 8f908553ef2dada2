// Folders by their descriptors.
#include "analyzer/system/folder.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <dirent.h>
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

/// `type` is what most file systems tell along with the name.
Kind kind_of(int folder, char const* name, unsigned char type) {
    if (type == DT_REG) return Kind::file;
    if (type == DT_DIR) return Kind::folder;
    if (type == DT_LNK) return Kind::link;
    struct stat status {};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::missing;
    return kind_in(status.st_mode);
}

/// Collects entries; false when there are too many.
class Entries {
 public:
    Entries(int folder, std::size_t most) : folder_(folder), most_(most) {}

    bool add(char const* name, unsigned char type) {
        if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) return true;
        if (entries_.size() == most_) {
            errno = EOVERFLOW;
            return false;
        }
        entries_.push_back({name, kind_of(folder_, name, type)});
        return true;
    }
    std::vector<Entry> take() { return std::move(entries_); }

 private:
    int folder_;
    std::size_t most_;
    std::vector<Entry> entries_;
};

#ifdef __linux__
#ifdef __GLIBC__
using SystemEntry = dirent64;
auto system_entries(int folder, void* room, std::size_t size) {
    return ::getdents64(folder, room, size);
}
#else
using SystemEntry = dirent;
auto system_entries(int folder, void* room, std::size_t size) {
    return ::getdents(folder, static_cast<dirent*>(room), size);
}
#endif

/// By the system's own call: a DIR takes three more for each folder.
bool read_all(int folder, Entries& entries) {
    constexpr std::size_t size = std::size_t{32} * 1024;
    alignas(SystemEntry) std::array<char, size> room;  // NOLINT(*-member-init): by the system
    while (true) {
        auto const filled = system_entries(folder, room.data(), room.size());
        if (filled <= 0) return filled == 0;
        for (std::size_t at = 0; at < static_cast<std::size_t>(filled);) {
            auto const* const entry = reinterpret_cast<SystemEntry const*>(room.data() + at);
            if (!entries.add(entry->d_name, entry->d_type)) return false;
            at += entry->d_reclen;
        }
    }
}
#else
bool read_all(int folder, Entries& entries) {
    int const other = ::dup(folder);
    auto* const stream = other < 0 ? nullptr : ::fdopendir(other);
    if (stream == nullptr) {
        if (other >= 0) (void)::close(other);
        return false;
    }
    errno = 0;
    bool fits = true;
    while (auto const* const entry = fits ? ::readdir(stream) : nullptr) {
        fits = entries.add(entry->d_name, entry->d_type);
        if (fits) errno = 0;
    }
    auto const code = errno;
    (void)::closedir(stream);
    errno = code;
    return code == 0;
}
#endif

}  // namespace

std::optional<std::vector<Entry>> read_entries(int folder, std::size_t most) {
    if (folder < 0) return std::nullopt;
    Entries entries(folder, most);
    bool const is_complete = read_all(folder, entries);
    auto const code = errno;
    (void)::close(folder);
    errno = code;
    return is_complete ? std::optional(entries.take()) : std::nullopt;
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
    return read_entries(
        ::openat(number_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool means_missing(int code) { return code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG; }

}  // namespace dockcheck::system
