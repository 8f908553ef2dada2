// Looking through folders, breadth first.
#include "analyzer/context/yaml_files.hpp"

#include <cstdint>

#include "analyzer/context/deployment_files.hpp"

namespace dockcheck::context {
namespace {

constexpr std::size_t most_folders = 10'000;
constexpr std::size_t most_entries = 50'000;
constexpr std::size_t most_files = 4'000;
constexpr std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
/// What is larger is data.
constexpr std::uint64_t largest_file = std::uint64_t{512} * 1024;

class YamlSearch {
 public:
    YamlSearch(Files const& tree, FunctionRef<bool(std::string_view text)> wanted)
        : tree_(tree), wanted_(wanted) {}

    std::optional<std::vector<YamlFile>> search() {
        for (std::size_t i = 0; i < folders_.size(); ++i) {
            auto const entries = tree_.list(folders_[i]);
            if (!entries) continue;
            entries_ += entries->size();
            auto const start = folders_[i].empty() ? std::string() : folders_[i] + "/";
            for (auto const& entry : *entries) see(start + entry.name, entry);
            bool const is_too_much = entries_ > most_entries || folders_.size() > most_folders
                                     || files_ > most_files || bytes_ > most_bytes;
            if (is_too_much) return std::nullopt;
        }
        return std::move(found_);
    }

 private:
    void see(std::string path, DirectoryEntry const& entry) {
        bool const is_folder = entry.kind == FileKind::directory && !entry.is_link;
        if (is_folder && !lies_in_left_out(entry.name + "/")) {
            folders_.push_back(std::move(path));
            return;
        }
        // kustomize takes its file without an ending as well.
        bool const is_yaml = entry.name.ends_with(".yaml") || entry.name.ends_with(".yml")
                             || entry.name == "Kustomization";
        if (entry.kind != FileKind::file || !is_yaml) return;
        auto text = tree_.read(path, largest_file);
        if (!text) return;
        ++files_;
        bytes_ += text->size();
        if (wanted_(*text)) found_.push_back({std::move(path), std::move(*text)});
    }

    Files const& tree_;
    FunctionRef<bool(std::string_view text)> wanted_;
    std::vector<std::string> folders_{std::string()};
    std::vector<YamlFile> found_;
    std::size_t entries_ = 0;
    std::size_t files_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace

std::optional<std::vector<YamlFile>> yaml_files(Files const& tree,
                                                FunctionRef<bool(std::string_view text)> wanted) {
    return YamlSearch(tree, wanted).search();
}

}  // namespace dockcheck::context
