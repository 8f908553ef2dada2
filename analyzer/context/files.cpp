// Files on disk, reached folder by folder so that no link leads out of the root.
#include "analyzer/context/files.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <dirent.h>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace dockcheck::context {
namespace {

#ifdef O_PATH
constexpr int folder_flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#else
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#endif

/// Links followed for one path; as many as Linux follows.
constexpr int most_links = 40;
constexpr std::size_t longest_path = 4096;

/// Owns a file descriptor.
class Descriptor {
 public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
    int release() { return std::exchange(number_, -1); }

 private:
    int number_;
};

FileKind kind_of_mode(mode_t mode) {
    if (S_ISREG(mode)) return FileKind::file;
    if (S_ISDIR(mode)) return FileKind::directory;
    return FileKind::unknown;
}

bool means_missing(int error) {
    return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG;
}

/// Where a path ends after all links: the folder it stands in, its name there ("" for the root
/// itself) and what it is.
struct Arrival {
    FileKind kind = FileKind::unknown;
    Descriptor folder;
    std::string name;
    std::string path;
    struct stat status {};
};

/// Walks a path from the root, one component at a time.
class Walker {
 public:
    explicit Walker(int root) : root_(root) {}

    Arrival walk(std::string_view path) {
        push(path);
        go_to_root();
        while (!ahead_.empty() && !stopped_) {
            auto const component = std::move(ahead_.back());
            ahead_.pop_back();
            step(component);
        }
        if (!stopped_ && name_.empty()) arrive_in_folder();
        arrival_.path = joined();
        return std::move(arrival_);
    }

 private:
    void push(std::string_view path) {
        std::vector<std::string> components;
        for (std::size_t at = 0; at < path.size();) {
            auto const slash = std::min(path.find('/', at), path.size());
            auto component = path.substr(at, slash - at);
            if (!component.empty() && component != ".") components.emplace_back(component);
            at = slash + 1;
        }
        ahead_.insert(ahead_.end(), components.rbegin(), components.rend());
    }

    void stop(FileKind kind) {
        stopped_ = true;
        arrival_.kind = kind;
    }

    void go_to_root() {
        arrival_.folder = Descriptor(fcntl(root_, F_DUPFD_CLOEXEC, 0));
        name_.clear();
        behind_.clear();
        if (!arrival_.folder) stop(FileKind::unknown);
    }

    /// The way ended at a folder that was entered already: the root, or where a link to `.` led.
    void arrive_in_folder() {
        arrival_.name.clear();
        if (fstat(arrival_.folder.number(), &arrival_.status) != 0) return stop(FileKind::unknown);
        arrival_.kind = kind_of_mode(arrival_.status.st_mode);
    }

    /// Enters the folder that the last component turned out to be.
    bool enter() {
        if (name_.empty()) return true;
        if (arrival_.kind != FileKind::directory) {
            stop(arrival_.kind == FileKind::file ? FileKind::missing : FileKind::unknown);
            return false;
        }
        Descriptor inner(openat(arrival_.folder.number(), name_.c_str(), folder_flags));
        if (!inner) {
            stop(means_missing(errno) ? FileKind::missing : FileKind::unknown);
            return false;
        }
        arrival_.folder = std::move(inner);
        behind_.push_back(std::move(name_));
        name_.clear();
        return true;
    }

    void step(std::string const& component) {
        if (component == "..") return climb();
        if (!enter()) return;
        auto& status = arrival_.status;
        if (fstatat(arrival_.folder.number(), component.c_str(), &status, AT_SYMLINK_NOFOLLOW)
            != 0) {
            return stop(means_missing(errno) ? FileKind::missing : FileKind::unknown);
        }
        if (S_ISLNK(status.st_mode)) return follow(component);
        name_ = component;
        arrival_.name = component;
        arrival_.kind = kind_of_mode(status.st_mode);
    }

    /// `..`, which only links hold: the way from the root is walked anew instead of asking the
    /// file system for a parent that may have moved.
    void climb() {
        if (!enter()) return;
        if (behind_.empty()) return stop(FileKind::unknown);  // out of the tree
        behind_.pop_back();
        ahead_.insert(ahead_.end(), behind_.rbegin(), behind_.rend());
        if (++links_ > most_links) return stop(FileKind::unknown);
        go_to_root();
    }

    void follow(std::string const& link) {
        char target[PATH_MAX];
        auto const size =
            readlinkat(arrival_.folder.number(), link.c_str(), target, sizeof(target));
        if (size <= 0 || target[0] == '/' || ++links_ > most_links)
            return stop(FileKind::unknown);  // an absolute link leads out of the tree
        push({target, static_cast<std::size_t>(size)});
    }

    [[nodiscard]] std::string joined() const {
        std::string path;
        for (auto const& component : behind_) path += component + '/';
        return path + name_;
    }

    int root_;
    Arrival arrival_;
    std::vector<std::string> behind_;  // names of the folders that were entered
    std::vector<std::string> ahead_;   // the next component is last
    std::string name_;                 // where we stand in arrival_.folder, or empty: the folder
    int links_ = 0;
    bool stopped_ = false;
};

class DiskFiles final : public Files {
 public:
    DiskFiles(std::string const& root, std::string shown)
        : root_(open(root.empty() ? "." : root.c_str(), folder_flags & ~O_NOFOLLOW)),
          shown_(std::move(shown)) {}

    [[nodiscard]] FileStatus status(std::string_view path) const override {
        std::lock_guard const lock(mutex_);
        auto const known = statuses_.find(path);
        if (known != statuses_.end()) return known->second;
        auto const quick = look_past_folders(path);
        auto const status = quick ? *quick : status_of(arrive(path));
        statuses_.emplace(path, status);
        return status;
    }

    [[nodiscard]] std::optional<std::vector<DirectoryEntry>> list(
        std::string_view path) const override {
        std::lock_guard const lock(mutex_);
        auto const known = lists_.find(path);
        if (known != lists_.end()) return known->second;
        return lists_.emplace(path, read_folder(path)).first->second;
    }

    [[nodiscard]] std::optional<std::string> read(std::string_view path,
                                                  std::uint64_t limit) const override {
        auto const arrival = arrive(path);
        if (arrival.kind != FileKind::file) return std::nullopt;
        Descriptor const file(openat(arrival.folder.number(), arrival.name.c_str(),
                                     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat status {};
        if (!file || fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
            return std::nullopt;
        if (static_cast<std::uint64_t>(status.st_size) > limit) return std::nullopt;
        return contents(file.number(), static_cast<std::size_t>(status.st_size), limit);
    }

    [[nodiscard]] std::optional<std::string> resolved(std::string_view path) const override {
        auto arrival = arrive(path);
        if (arrival.kind != FileKind::file && arrival.kind != FileKind::directory)
            return std::nullopt;
        return std::move(arrival.path);
    }

    [[nodiscard]] std::string shown(std::string_view path) const override {
        if (shown_.empty()) return std::string(path);
        if (path.empty()) return shown_;
        return shown_ + (shown_.ends_with('/') ? "" : "/") + std::string(path);
    }

 private:
    static FileStatus status_of(Arrival const& arrival) {
        if (arrival.kind != FileKind::file) return {arrival.kind, false, 0};
        return {FileKind::file, (arrival.status.st_mode & S_IXUSR) != 0,
                static_cast<std::uint64_t>(arrival.status.st_size)};
    }

    /// What lies at a path whose folders are folders and no links: one question once the folders
    /// are known. Nothing where it takes a walk to tell.
    [[nodiscard]] std::optional<FileStatus> look_past_folders(std::string_view path) const {
        bool const is_plain = !path.empty() && path.size() < longest_path && path.front() != '/'
                              && path.find('\0') == std::string_view::npos
                              && path.find("//") == std::string_view::npos
                              && ("/" + std::string(path) + "/").find("/.") == std::string::npos;
        if (!root_ || !is_plain) return std::nullopt;
        Arrival arrival;
        for (auto end = path.find('/');; end = path.find('/', end + 1)) {
            std::string const name(path.substr(0, end));
            if (end != std::string_view::npos && folders_.contains(name)) continue;
            if (missing_.contains(name)) return FileStatus{FileKind::missing, false, 0};
            auto& status = arrival.status;
            if (fstatat(root_.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
                if (!means_missing(errno)) return std::nullopt;
                missing_.insert(name);
                return FileStatus{FileKind::missing, false, 0};
            }
            arrival.kind = kind_of_mode(status.st_mode);
            if (arrival.kind == FileKind::unknown) return std::nullopt;
            if (arrival.kind == FileKind::directory) folders_.insert(name);
            if (end == std::string_view::npos) return status_of(arrival);
            if (arrival.kind == FileKind::file) return FileStatus{FileKind::missing, false, 0};
        }
    }

    [[nodiscard]] std::optional<std::vector<DirectoryEntry>> read_folder(
        std::string_view path) const {
        auto const arrival = arrive(path);
        if (arrival.kind != FileKind::directory) return std::nullopt;
        auto const* const name = arrival.name.empty() ? "." : arrival.name.c_str();
        Descriptor folder(
            openat(arrival.folder.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!folder) return std::nullopt;
        auto* const stream = fdopendir(folder.number());
        if (stream == nullptr) return std::nullopt;
        folder.release();
        std::vector<DirectoryEntry> entries;
        while (auto const* const entry = readdir(stream)) {
            std::string_view const entry_name = entry->d_name;
            if (entry_name == "." || entry_name == "..") continue;
            entries.push_back(described(dirfd(stream), *entry, path));
        }
        closedir(stream);
        std::ranges::sort(entries, {}, &DirectoryEntry::name);
        return entries;
    }

    [[nodiscard]] Arrival arrive(std::string_view path) const {
        Arrival nowhere;
        if (!root_) return nowhere;
        nowhere.kind = FileKind::missing;
        if (path.size() >= longest_path || path.find('\0') != std::string_view::npos)
            return nowhere;
        return Walker(root_.number()).walk(path);
    }

    [[nodiscard]] DirectoryEntry described(int folder, dirent const& entry,
                                           std::string_view path) const {
#ifdef DT_REG
        // Most file systems tell it along with the name.
        if (entry.d_type == DT_REG) return {entry.d_name, FileKind::file, false};
        if (entry.d_type == DT_DIR) return {entry.d_name, FileKind::directory, false};
#endif
        struct stat status {};
        if (fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            return {entry.d_name, FileKind::unknown, false};
        if (!S_ISLNK(status.st_mode)) return {entry.d_name, kind_of_mode(status.st_mode), false};
        auto target = std::string(path);
        if (!target.empty()) target += '/';
        return {entry.d_name, arrive(target + entry.d_name).kind, true};
    }

    static std::optional<std::string> contents(int file, std::size_t expected,
                                               std::uint64_t limit) {
        std::string bytes;
        // One byte more than the file says it has, so that the end is seen without a second round.
        for (std::size_t filled = 0, room = expected + 1;;
             room = bytes.size() + std::size_t{64} * 1024) {
            bytes.resize(room);
            while (filled < room) {
                auto const count = ::read(file, bytes.data() + filled, room - filled);
                if (count < 0 && errno == EINTR) continue;
                if (count < 0) return std::nullopt;
                if (count == 0) {
                    bytes.resize(filled);
                    return bytes;
                }
                filled += static_cast<std::size_t>(count);
                if (filled > limit) return std::nullopt;
            }
        }
    }

    Descriptor root_;
    std::string shown_;

    // What was seen stays as it was: all rules get the same answers.
    mutable std::mutex mutex_;
    mutable std::map<std::string, FileStatus, std::less<>> statuses_;
    mutable std::map<std::string, std::optional<std::vector<DirectoryEntry>>, std::less<>> lists_;
    mutable std::set<std::string, std::less<>>
        folders_;  ///< that are no links, and reached by none
    mutable std::set<std::string, std::less<>> missing_;  ///< nothing lies there, nor below
};

}  // namespace

std::shared_ptr<Files const> disk_files(std::string root, std::string shown) {
    return std::make_shared<DiskFiles>(root, std::move(shown));
}

}  // namespace dockcheck::context
