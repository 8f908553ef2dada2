// The lines that a unified diff adds.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/result.hpp"

namespace dockcheck::cli {

/// Lines of one file, 1-based.
struct LineRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

/// One file that a diff names, as it is afterwards.
struct DiffFile {
    std::string path;     ///< without the `b/` of git
    bool by_git = false;  ///< the path is relative to the repository's root
    std::vector<LineRange> added;
};

/// Reads a unified diff, git's extensions (renames, modes, binary files, quoted names, merges)
/// among them, and what stands around it, such as a commit's message. Files that are gone
/// afterwards are left out. An error has `name`:line.
Result<std::vector<DiffFile>> read_diff(std::string_view text, std::string_view name);

/// The added lines of files on the disk.
class ChangedLines {
 public:
    /// A path of git's is relative to the root of the working folder's repository, any other to
    /// the working folder; where nothing is there, it is the other way round.
    ChangedLines(std::vector<DiffFile> files, std::string const& working_folder);

    /// Whether a diff adds one of the lines of a file, which is named by its absolute path.
    [[nodiscard]] bool touch(std::string const& path, LineRange lines) const;

 private:
    std::map<std::string, std::vector<LineRange>, std::less<>> added_;
};

}  // namespace dockcheck::cli
