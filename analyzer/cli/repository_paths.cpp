// Finding the repository of a file.
#include "analyzer/cli/repository_paths.hpp"

#include <utility>

#include "analyzer/cli/walk.hpp"
#include "analyzer/system/paths.hpp"

namespace dockcheck::cli {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder)
           && (folder.ends_with('/')
               || (path.size() > folder.size() && path[folder.size()] == '/'));
}

}  // namespace

RepositoryPaths::RepositoryPaths(std::string working_folder)
    : working_folder_(std::move(working_folder)) {}

// Asks the disk once for each folder.
std::string const& RepositoryPaths::root_of(std::string const& folder) {
    if (auto const known = roots_.find(folder); known != roots_.end()) return known->second;
    std::string root;
    if (is_repository_root(folder)) {
        root = folder;
    } else if (auto const parent = folder_of(folder); parent != folder && !parent.empty()) {
        root = root_of(parent);
    }
    return roots_.emplace(folder, std::move(root)).first->second;
}

std::string RepositoryPaths::of(std::string const& absolute) {
    auto const& repository = root_of(folder_of(absolute));
    bool const is_here = repository.empty() && is_below(absolute, working_folder_);
    auto const& root = is_here ? working_folder_ : repository;
    if (root.empty() || !is_below(absolute, root)) return absolute;
    return absolute.substr(root.size() + (root.ends_with('/') ? 0 : 1));
}

std::string RepositoryPaths::of_shown(std::string_view shown) { return of(absolute(shown)); }

std::string RepositoryPaths::of(Input const& input) {
    bool const is_nameless = input.is_standard_input && input.path == "-";
    return is_nameless ? input.path : of(input.absolute);
}

std::string RepositoryPaths::absolute(std::string_view shown) const {
    return system::joined(working_folder_, shown);
}

std::string RepositoryPaths::below_working_folder(std::string_view shown) const {
    auto const path = absolute(shown);
    if (!is_below(path, working_folder_)) return std::string(shown);
    return path.substr(working_folder_.size() + (working_folder_.ends_with('/') ? 0 : 1));
}

}  // namespace dockcheck::cli
