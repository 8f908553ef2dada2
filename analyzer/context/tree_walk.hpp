// Walks over a tree of files as an ignore file leaves it (not for use outside of this folder).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/context/context.hpp"
#include "analyzer/context/files.hpp"
#include "analyzer/context/ignore_file.hpp"

namespace dockcheck::context {

struct Found {
    std::vector<std::string> paths;  ///< sorted
    bool is_complete = true;  ///< false when a folder could not be listed or a bound was reached
};

/// One walk; `ignore` may be null. Costs at most `most_entries` entries of folders.
class TreeWalk {
 public:
    TreeWalk(Files const& files, IgnoreFile const* ignore) : files_(files), ignore_(ignore) {}

    [[nodiscard]] Presence look(std::string const& path);
    /// What a COPY source matches; it need not have wildcards.
    [[nodiscard]] Found matches(std::string_view glob, std::size_t limit);
    /// Folders of the name `left_out` are not gone into.
    [[nodiscard]] std::vector<std::string> files_below(std::string const& folder, std::size_t limit,
                                                       std::string_view left_out = {});

 private:
    struct Folder {
        std::string path;
        IgnoreState state;
    };
    struct Entry {
        std::string path;
        IgnoreState state;
        IgnoreVerdict verdict;
        FileKind kind = FileKind::unknown;
        bool is_link = false;
    };
    /// Whether to walk into an entry's folder.
    enum class Next : std::uint8_t { enter, skip, stop };

    template <typename Visit>
    bool walk(Folder start, Visit visit);
    [[nodiscard]] Folder folder(std::string_view path) const;
    [[nodiscard]] bool is_kept(std::string const& path, FileKind kind);
    [[nodiscard]] bool keeps_something(Folder start);

    static constexpr std::size_t most_entries = 100'000;

    Files const& files_;
    IgnoreFile const* ignore_;
    std::size_t entries_ = 0;
};

}  // namespace dockcheck::context
