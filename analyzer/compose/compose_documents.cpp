// Opening what a compose file refers to.
#include "analyzer/compose/compose_documents.hpp"

#include <filesystem>
#include <utility>

namespace dockcheck::compose {
namespace {

constexpr std::size_t most_files = 32;
/// Of all files together: reading YAML takes its time.
constexpr std::size_t most_bytes = 2 * largest_build_file;

std::string cleaned(std::filesystem::path const& path) {
    auto text = path.lexically_normal().generic_string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text == "." ? std::string() : text;
}

}  // namespace

std::string joined_path(std::string const& folder, std::string const& path) {
    if (folder.empty() && path.starts_with("./")) return cleaned(path);
    return cleaned(std::filesystem::path(folder) / path);
}

std::string folder_of_file(std::string const& path) {
    return cleaned(std::filesystem::path(path).parent_path());
}

ComposeDocuments::ComposeDocuments(YAML::Node const& first, std::string_view name,
                                   OtherFiles* others)
    : first_{{}, {}, first},
      first_name_(std::filesystem::path(name).filename().generic_string()),
      others_(others) {}

ComposeDocument const* ComposeDocuments::open(std::string const& path, std::string const& folder) {
    if (path == first_name_ && folder.empty()) return &first_;
    auto const known = opened_.find({path, folder});
    if (known != opened_.end()) return known->second.get();
    if (others_ == nullptr || opened_.size() >= most_files) return nullptr;
    return opened_.emplace(std::pair(path, folder), load(path, folder)).first->second.get();
}

std::unique_ptr<ComposeDocument const> ComposeDocuments::load(std::string const& path,
                                                              std::string const& folder) {
    auto const text = others_->read(path);
    if (!text || text->size() > most_bytes - bytes_) return nullptr;
    bytes_ += text->size();
    try {
        return std::make_unique<ComposeDocument const>(
            ComposeDocument{path, folder, YAML::Load(*text)});
    } catch (YAML::Exception const&) {
        return nullptr;
    }
}

}  // namespace dockcheck::compose
