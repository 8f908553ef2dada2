// Opening what a compose file refers to.
#include "analyzer/compose/compose_documents.hpp"

#include <utility>

#include "analyzer/system/paths.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::compose {
namespace {

constexpr std::size_t most_files = 32;
/// Of all files together: reading YAML takes its time.
constexpr std::size_t most_bytes = 2 * largest_build_file;

/// The folder in which one stands is the empty path.
std::string without_dot(std::string const& path) { return path == "." ? std::string() : path; }

}  // namespace

std::string joined_path(std::string const& folder, std::string const& path) {
    return without_dot(system::joined(folder, path));
}

std::string folder_of_file(std::string const& path) {
    return without_dot(system::joined({}, system::parent_of(path)));
}

ComposeDocuments::ComposeDocuments(YAML::Node const& first, std::string_view name,
                                   OtherFiles* others)
    : first_{{}, {}, first}, first_name_(base_name(name)), others_(others) {}

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
