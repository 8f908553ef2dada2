// Listing a folder once.
#include "analyzer/context/folder_names.hpp"

#include <algorithm>

#include "analyzer/context/context.hpp"
#include "analyzer/context/deployment_files.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::context {
namespace {

/// Taking a longer list apart costs more than asking for each name.
constexpr std::size_t most_names = 100;

bool is_one_of_compose(system::Entry const& entry) { return is_compose_name(entry.name); }

bool is_ascii_name(std::string_view name) {
    return std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

void FolderNames::list(std::string const& folder) {
    auto const [place, is_new] = folders_.try_emplace(folder);
    if (!is_new) return;
    auto& names = place->second;
    auto const entries = system::entries_of(folder, most_names);
    if (!entries) return;
    names.is_known = true;
    names.small.reserve(entries->size());
    names.holds_compose_name = std::ranges::any_of(*entries, is_one_of_compose);
    for (auto const& entry : *entries) names.small.push_back(lower_case(entry.name));
    std::ranges::sort(names.small);
}

FolderNames::Names const* FolderNames::known(std::string const& folder) const {
    auto const found = folders_.find(folder);
    return found != folders_.end() && found->second.is_known ? &found->second : nullptr;
}

bool FolderNames::may_hold(std::string const& folder, std::string_view name) const {
    auto const* const names = known(folder);
    return names == nullptr || !is_ascii_name(name)
           || std::ranges::binary_search(names->small, lower_case(name));
}

std::optional<bool> FolderNames::holds_compose_name(std::string const& folder) const {
    auto const found = folders_.find(folder);
    if (found == folders_.end()) return std::nullopt;
    auto& names = found->second;
    // Another file of the same folder asks: one look is enough for all that follow.
    if (!names.holds_compose_name && ++names.questions > 1) {
        auto const entries = system::entries_of(folder);
        names.holds_compose_name = entries && std::ranges::any_of(*entries, is_one_of_compose);
    }
    return names.holds_compose_name;
}

FolderNames::FolderNames() : repositories_(std::make_shared<RepositoryDeploymentFiles>()) {}

std::shared_ptr<SharedDeploymentFiles> FolderNames::deployment_files(
    std::string const& root, std::shared_ptr<Files const> tree) const {
    return repositories_->of(root, std::move(tree));
}

}  // namespace dockcheck::context
