// A tree of files that can be looked at: a folder of the disk, or one made in memory.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dockcheck::context {

enum class FileKind : std::uint8_t { file, directory, missing, unknown };

struct FileStatus {
    FileKind kind = FileKind::unknown;
    bool executable = false;
    std::uint64_t size = 0;
};

struct DirectoryEntry {
    std::string name;
    FileKind kind = FileKind::unknown;  ///< of what a link leads to
    bool is_link = false;
};

/// Paths are relative to the tree's root with `/` and without `..`; "" is the root. `missing` and
/// `unknown` (no permission, a link out of the tree, not loaded) are different answers. Symbolic
/// links inside the tree are followed.
class Files {
 public:
    virtual ~Files() = default;
    [[nodiscard]] virtual FileStatus status(std::string_view path) const = 0;
    /// Entries of a folder, sorted by name; nothing when it is no folder or cannot be listed.
    [[nodiscard]] virtual std::optional<std::vector<DirectoryEntry>> list(
        std::string_view path) const = 0;
    /// The bytes of a file of at most `limit` bytes.
    [[nodiscard]] virtual std::optional<std::string> read(std::string_view path,
                                                          std::uint64_t limit) const = 0;
    /// The path with all links replaced by what they lead to; nothing when it leads nowhere inside
    /// the tree.
    [[nodiscard]] virtual std::optional<std::string> resolved(std::string_view path) const {
        return std::string(path);
    }
    /// The path as shown to the user: the tree's name joined with the path.
    [[nodiscard]] virtual std::string shown(std::string_view path) const = 0;
};

/// The folder `root` of the disk; `shown` is how its files' paths begin in output ("" or "dir").
std::shared_ptr<Files const> disk_files(std::string const& root, std::string shown);

/// Files from memory: path -> bytes. Folders are implied. A path in `executable` has its x bit set.
std::shared_ptr<Files const> memory_files(std::map<std::string, std::string, std::less<>> files,
                                          std::vector<std::string> executable = {});

}  // namespace dockcheck::context
