// Files on disk, reached folder by folder so that no link leads out of the root.
#include "analyzer/context/files.hpp"

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <set>
#include <utility>

#include "analyzer/system/folder.hpp"
#include "analyzer/system/open_file.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::context {
namespace {

using system::Folder;
using DiskKind = system::Kind;

/// Links followed for one path; as many as Linux follows.
constexpr int most_links = 40;
constexpr std::size_t longest_path = 4096;

FileKind kind_of(DiskKind kind) {
    if (kind == DiskKind::file) return FileKind::file;
    return kind == DiskKind::folder ? FileKind::directory : FileKind::unknown;
}

/// What it means that the system has not given what it was asked for.
FileKind kind_of_nothing() {
    return system::means_missing(errno) ? FileKind::missing : FileKind::unknown;
}

/// Where a path ends after all links: the folder it stands in, its name there ("" for the root
/// itself) and what it is.
struct Arrival {
    FileKind kind = FileKind::unknown;
    std::shared_ptr<Folder const> folder;
    std::string name;
    std::string path;
    system::Status status;
};

/// A folder that was reached by folders alone, without links.
struct Entered {
    std::string path;
    std::shared_ptr<Folder const> folder;
};

/// Walks a path from the root, one component at a time.
class Walker {
 public:
    explicit Walker(std::shared_ptr<Folder const> root) : root_(std::move(root)) {}

    /// `last` is where an earlier walk has been: what lies in it is reached from there.
    Arrival walk(std::string_view path, Entered& last) {
        go_to_root();
        if (last.folder != nullptr && path.size() > last.path.size() && path.starts_with(last.path)
            && path[last.path.size()] == '/') {
            behind_ = components_of(last.path);
            arrival_.folder = last.folder;
            path.remove_prefix(last.path.size());
        }
        push(path);
        while (!ahead_.empty() && !stopped_) {
            auto const component = std::move(ahead_.back());
            ahead_.pop_back();
            step(component);
        }
        if (!stopped_ && name_.empty()) arrive_in_folder();
        if (links_ == 0 && !behind_.empty()) last = {joined(behind_), arrival_.folder};
        arrival_.path = joined(behind_);
        if (!arrival_.path.empty() && !name_.empty()) arrival_.path += '/';
        arrival_.path += name_;
        return std::move(arrival_);
    }

 private:
    static std::vector<std::string> components_of(std::string_view path) {
        std::vector<std::string> components;
        for (std::size_t at = 0; at < path.size();) {
            auto const slash = std::min(path.find('/', at), path.size());
            auto component = path.substr(at, slash - at);
            if (!component.empty() && component != ".") components.emplace_back(component);
            at = slash + 1;
        }
        return components;
    }
    void push(std::string_view path) {
        auto const components = components_of(path);
        ahead_.insert(ahead_.end(), components.rbegin(), components.rend());
    }

    void stop(FileKind kind) {
        stopped_ = true;
        arrival_.kind = kind;
    }

    void go_to_root() {
        arrival_.folder = root_;
        name_.clear();
        behind_.clear();
    }

    /// The way ended at a folder that was entered already: the root, or where a link to `.` led.
    void arrive_in_folder() {
        arrival_.name.clear();
        arrival_.status = arrival_.folder->status();
        if (arrival_.status.kind == DiskKind::missing) return stop(FileKind::unknown);
        arrival_.kind = kind_of(arrival_.status.kind);
    }

    /// Enters the folder that the last component turned out to be.
    bool enter() {
        if (name_.empty()) return true;
        if (arrival_.kind != FileKind::directory) {
            stop(arrival_.kind == FileKind::file ? FileKind::missing : FileKind::unknown);
            return false;
        }
        auto inner = arrival_.folder->enter(name_);
        if (!inner) {
            stop(kind_of_nothing());
            return false;
        }
        arrival_.folder = std::make_shared<Folder const>(std::move(inner));
        behind_.push_back(std::move(name_));
        name_.clear();
        return true;
    }

    void step(std::string const& component) {
        if (component == "..") return climb();
        if (!enter()) return;
        arrival_.status = arrival_.folder->look(component);
        auto const kind = arrival_.status.kind;
        if (kind == DiskKind::missing) return stop(kind_of_nothing());
        if (kind == DiskKind::link) return follow(component);
        name_ = component;
        arrival_.name = component;
        arrival_.kind = kind_of(kind);
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
        auto const target = arrival_.folder->link_target(link);
        if (!target || system::is_absolute(*target) || ++links_ > most_links)
            return stop(FileKind::unknown);  // an absolute link leads out of the tree
        push(*target);
    }

    static std::string joined(std::vector<std::string> const& components) {
        std::string path;
        for (auto const& component : components) {
            if (!path.empty()) path += '/';
            path += component;
        }
        return path;
    }

    std::shared_ptr<Folder const> root_;
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
        : root_(std::make_shared<Folder const>(root)), shown_(std::move(shown)) {}

    [[nodiscard]] FileStatus status(std::string_view path) const override {
        std::lock_guard const lock(mutex_);
        auto const known = statuses_.find(path);
        if (known != statuses_.end()) return known->second;
        auto const quick = look_past_folders(path);
        if (!quick) walked_.emplace(path);
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
        system::OpenFile const file(arrival.folder->open(arrival.name));
        if (!file) return std::nullopt;
        auto const status = system::status_of(file.number());
        if (status.kind != DiskKind::file || status.size > limit) return std::nullopt;
        return contents(file.number(), static_cast<std::size_t>(status.size), limit);
    }

    [[nodiscard]] std::optional<std::string> resolved(std::string_view path) const override {
        if (*root_ && path.empty()) return std::string();
        auto const kind = status(path).kind;
        if (kind != FileKind::file && kind != FileKind::directory) return std::nullopt;
        if (is_reached_without_links(path)) return std::string(path);
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
        return {FileKind::file, arrival.status.is_executable, arrival.status.size};
    }

    /// Of a path whose status is known.
    [[nodiscard]] bool is_reached_without_links(std::string_view path) const {
        std::lock_guard const lock(mutex_);
        return !walked_.contains(path);
    }

    /// What the names of a folder say that was listed: that nothing lies there, or a folder.
    [[nodiscard]] std::optional<FileStatus> look_in_list(std::string_view path) const {
        auto const slash = path.rfind('/');
        bool const is_in_root = slash == std::string_view::npos;
        auto const name = path.substr(is_in_root ? 0 : slash + 1);
        auto const listed = lists_.find(path.substr(0, is_in_root ? 0 : slash));
        if (listed == lists_.end() || !listed->second) return std::nullopt;
        auto const& entries = *listed->second;
        auto const entry = std::ranges::lower_bound(entries, name, {}, &DirectoryEntry::name);
        if (entry == entries.end() || entry->name != name)
            return FileStatus{FileKind::missing, false, 0};
        if (entry->kind != FileKind::directory || entry->is_link) return std::nullopt;
        if (is_in_root || folders_.contains(path.substr(0, slash))) folders_.emplace(path);
        return FileStatus{FileKind::directory, false, 0};
    }

    /// What lies at a path whose folders are folders and no links: one question once the folders
    /// are known. Nothing where it takes a walk to tell.
    [[nodiscard]] std::optional<FileStatus> look_past_folders(std::string_view path) const {
        bool const is_plain = !path.empty() && path.size() < longest_path && path.front() != '/'
                              && path.back() != '/' && path.find('\0') == std::string_view::npos
                              && path.find("//") == std::string_view::npos
                              && ("/" + std::string(path) + "/").find("/.") == std::string::npos;
        if (!*root_ || !is_plain) return std::nullopt;
        Arrival arrival;
        for (auto end = path.find('/');; end = path.find('/', end + 1)) {
            std::string const name(path.substr(0, end));
            if (end != std::string_view::npos && folders_.contains(name)) continue;
            if (missing_.contains(name)) return FileStatus{FileKind::missing, false, 0};
            if (auto const listed = look_in_list(name)) {
                if (end == std::string_view::npos || listed->kind == FileKind::missing)
                    return listed;
                continue;
            }
            arrival.status = root_->look(name);
            if (arrival.status.kind == DiskKind::missing) {
                if (!system::means_missing(errno)) return std::nullopt;
                missing_.insert(name);
                return FileStatus{FileKind::missing, false, 0};
            }
            arrival.kind = kind_of(arrival.status.kind);
            if (arrival.kind == FileKind::unknown) return std::nullopt;
            if (arrival.kind == FileKind::directory) folders_.insert(name);
            if (end == std::string_view::npos) return status_of(arrival);
            if (arrival.kind == FileKind::file) return FileStatus{FileKind::missing, false, 0};
        }
    }

    [[nodiscard]] std::optional<std::vector<system::Entry>> entries_of(
        std::string_view path) const {
        if (!*root_) return std::nullopt;
        if (path.empty()) return root_->entries(".");
        auto const quick = look_past_folders(path);
        if (quick && quick->kind != FileKind::directory) return std::nullopt;
        if (folders_.contains(path)) return root_->entries(std::string(path));
        auto const arrival = arrive(path);
        if (arrival.kind != FileKind::directory) return std::nullopt;
        return arrival.folder->entries(arrival.name.empty() ? "." : arrival.name);
    }

    [[nodiscard]] std::optional<std::vector<DirectoryEntry>> read_folder(
        std::string_view path) const {
        auto found = entries_of(path);
        if (!found) return std::nullopt;
        std::vector<DirectoryEntry> entries;
        entries.reserve(found->size());
        for (auto& entry : *found) entries.push_back(described(std::move(entry), path));
        std::ranges::sort(entries, {}, &DirectoryEntry::name);
        return entries;
    }

    [[nodiscard]] Arrival arrive(std::string_view path) const {
        Arrival nowhere;
        if (!*root_) return nowhere;
        nowhere.kind = FileKind::missing;
        if (path.size() >= longest_path || path.find('\0') != std::string_view::npos)
            return nowhere;
        std::lock_guard const lock(walk_mutex_);
        return Walker(root_).walk(path, last_);
    }

    [[nodiscard]] DirectoryEntry described(system::Entry entry, std::string_view path) const {
        if (entry.kind != DiskKind::link)
            return {std::move(entry.name), kind_of(entry.kind), false};
        auto target = std::string(path);
        if (!target.empty()) target += '/';
        auto const kind = arrive(target + entry.name).kind;
        return {std::move(entry.name), kind, true};
    }

    static std::optional<std::string> contents(int file, std::size_t expected,
                                               std::uint64_t limit) {
        std::string bytes;
        // One byte more than the file says it has, so that the end is seen without a second round.
        for (std::size_t filled = 0, room = expected + 1;;
             room = bytes.size() + std::size_t{64} * 1024) {
            bytes.resize(room);
            while (filled < room) {
                auto const count = system::read_on(file, bytes.data() + filled, room - filled);
                if (count < 0) return std::nullopt;
                filled += static_cast<std::size_t>(count);
                if (filled > limit) return std::nullopt;
                // A file of /proc says that it is empty, and ends a read in front of its end.
                if (count == 0 || (filled == expected && filled > 0)) {
                    bytes.resize(filled);
                    return bytes;
                }
            }
        }
    }

    std::shared_ptr<Folder const> root_;
    std::string shown_;
    mutable std::mutex walk_mutex_;
    mutable Entered last_;

    // What was seen stays as it was: all rules get the same answers.
    mutable std::mutex mutex_;
    mutable std::map<std::string, FileStatus, std::less<>> statuses_;
    mutable std::map<std::string, std::optional<std::vector<DirectoryEntry>>, std::less<>> lists_;
    mutable std::set<std::string, std::less<>>
        folders_;                                        ///< that are no links, and reached by none
    mutable std::set<std::string, std::less<>> walked_;  ///< statuses that a walk had to find
    mutable std::set<std::string, std::less<>> missing_;  ///< nothing lies there, nor below
};

}  // namespace

std::shared_ptr<Files const> disk_files(std::string const& root, std::string shown) {
    return std::make_shared<DiskFiles>(root, std::move(shown));
}

}  // namespace dockcheck::context
