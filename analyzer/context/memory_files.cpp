// Files that live in memory: tests, and what an editor holds unsaved.
#include <algorithm>

#include "analyzer/context/files.hpp"
#include "analyzer/context/paths.hpp"

namespace dockcheck::context {
namespace {

class MemoryFiles final : public Files {
 public:
    using Contents = std::map<std::string, std::string, std::less<>>;

    // NOLINTNEXTLINE(performance-unnecessary-value-param): the texts are moved out of it
    MemoryFiles(Contents files, std::vector<std::string> executable)
        : executable_(std::move(executable)) {
        for (auto& [path, bytes] : files) files_.emplace(clean_source_path(path), std::move(bytes));
        for (auto& path : executable_) path = clean_source_path(path);
        std::ranges::sort(executable_);
    }

    [[nodiscard]] FileStatus status(std::string_view path) const override {
        if (auto const file = files_.find(path); file != files_.end()) {
            return {FileKind::file, std::ranges::binary_search(executable_, path, std::less<>()),
                    file->second.size()};
        }
        auto const inside = inside_prefix(path);
        auto const first = files_.lower_bound(inside);
        bool const has_file_below =
            path.empty() || (first != files_.end() && first->first.starts_with(inside));
        return {has_file_below ? FileKind::directory : FileKind::missing, false, 0};
    }

    [[nodiscard]] std::optional<std::vector<DirectoryEntry>> list(
        std::string_view path) const override {
        if (status(path).kind != FileKind::directory) return std::nullopt;
        auto const inside = inside_prefix(path);
        std::vector<DirectoryEntry> entries;
        for (auto file = files_.lower_bound(inside);
             file != files_.end() && file->first.starts_with(inside);) {
            auto const rest = std::string_view(file->first).substr(inside.size());
            auto const slash = rest.find('/');
            if (slash == std::string_view::npos) {
                entries.push_back({std::string(rest), FileKind::file, false});
                ++file;
                continue;
            }
            std::string const name(rest.substr(0, slash));
            entries.push_back({name, FileKind::directory, false});
            // Past everything below the folder: '0' is the byte behind '/'.
            file = files_.lower_bound(inside + name + '0');
        }
        std::ranges::sort(entries, {}, &DirectoryEntry::name);
        auto const is_same = [](auto const& a, auto const& b) { return a.name == b.name; };
        entries.erase(std::unique(entries.begin(), entries.end(), is_same), entries.end());
        return entries;
    }

    [[nodiscard]] std::optional<std::string> read(std::string_view path,
                                                  std::uint64_t limit) const override {
        auto const file = files_.find(path);
        if (file == files_.end() || file->second.size() > limit) return std::nullopt;
        return file->second;
    }

    [[nodiscard]] std::string shown(std::string_view path) const override {
        return std::string(path);
    }

 private:
    static std::string inside_prefix(std::string_view folder) {
        return folder.empty() ? std::string() : std::string(folder) + '/';
    }

    Contents files_;
    std::vector<std::string> executable_;
};

}  // namespace

std::shared_ptr<Files const> memory_files(std::map<std::string, std::string, std::less<>> files,
                                          std::vector<std::string> executable) {
    return std::make_shared<MemoryFiles>(std::move(files), std::move(executable));
}

}  // namespace dockcheck::context
