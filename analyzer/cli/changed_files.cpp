// Texts in place of those on the disk.
#include "analyzer/cli/changed_files.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace dockcheck::cli {
namespace {

using context::Files;

/// The files of the disk, some of them with other bytes.
class ChangedFiles final : public Files {
 public:
    ChangedFiles(std::shared_ptr<Files const> files, FixedTexts changed)
        : files_(std::move(files)), changed_(std::move(changed)) {}

    [[nodiscard]] context::FileStatus status(std::string_view path) const override {
        auto status = files_->status(path);
        auto const* const text = changed_text(path);
        if (text != nullptr) status.size = text->size();
        return status;
    }
    [[nodiscard]] std::optional<std::vector<context::DirectoryEntry>> list(
        std::string_view path) const override {
        return files_->list(path);
    }
    [[nodiscard]] std::optional<std::string> read(std::string_view path,
                                                  std::uint64_t limit) const override {
        auto const* const text = changed_text(path);
        if (text == nullptr) return files_->read(path, limit);
        return text->size() <= limit ? std::optional(*text) : std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> resolved(std::string_view path) const override {
        return files_->resolved(path);
    }
    [[nodiscard]] std::string shown(std::string_view path) const override {
        return files_->shown(path);
    }

 private:
    [[nodiscard]] std::string const* changed_text(std::string_view path) const {
        auto const found = changed_.find(files_->shown(path));
        return found == changed_.end() ? nullptr : &found->second;
    }

    std::shared_ptr<Files const> files_;
    FixedTexts changed_;
};

}  // namespace

std::shared_ptr<Files const> files_in(std::string const& root, std::string const& shown,
                                      FixedTexts const& changed) {
    auto files = context::disk_files(root, shown);
    if (changed.empty()) return files;
    return std::make_shared<ChangedFiles>(std::move(files), changed);
}

}  // namespace dockcheck::cli
