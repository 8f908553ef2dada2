// Listing a folder once.
#include "analyzer/context/folder_names.hpp"

#include <algorithm>

#include "analyzer/context/context.hpp"
#include "analyzer/system/disk.hpp"
#include "analyzer/text/without_case.hpp"

namespace dockcheck::context {
namespace {

/// More names than a project has side by side.
constexpr std::size_t most_names = 500;

bool is_ascii_name(std::string_view name) {
    return std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

FolderNames::Names const& FolderNames::names(std::string const& folder) {
    auto const [place, is_new] = folders_.try_emplace(folder);
    auto& names = place->second;
    if (!is_new) return names;
    auto const entries = system::entries_of(folder, most_names);
    if (!entries) return names;
    names.is_known = true;
    names.small.reserve(entries->size());
    for (auto const& entry : *entries) {
        names.holds_compose_name |= is_compose_name(entry.name);
        names.small.push_back(lower_case(entry.name));
    }
    std::ranges::sort(names.small);
    return names;
}

bool FolderNames::may_hold(std::string const& folder, std::string_view name) {
    auto const& known = names(folder);
    return !known.is_known || !is_ascii_name(name)
           || std::ranges::binary_search(known.small, lower_case(name));
}

}  // namespace dockcheck::context
