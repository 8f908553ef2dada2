// Comparing the release at the front of a tag with what packages need.
#include "analyzer/knowledge/newest_packages.hpp"

#include <algorithm>

#include "analyzer/knowledge/newest_packages.table.hpp"
#include "analyzer/knowledge/programs.hpp"

namespace dockcheck::knowledge {
namespace {

std::string_view take_item(std::string_view& list) {
    auto const end = std::min(list.find(' '), list.size());
    auto const item = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return item;
}

/// True when each release that the tag may stand for lies in one of the ranges.
bool is_in(std::string_view ranges, std::string_view tag) {
    while (!ranges.empty()) {
        auto const range = take_item(ranges);
        auto const dots = range.find("..");
        if (dots == range.npos) {
            if (compare_versions(tag, range) == 0) return true;
            continue;
        }
        auto const first = range.substr(0, dots);
        // A tag of which one of them begins as the other compares as equal: 22 with 22.22.2.
        bool const is_behind = first.empty() || compare_versions(tag, first) >= 0;
        if (is_behind && compare_versions(tag, range.substr(dots + 2)) < 0) return true;
    }
    return false;
}

/// The version of the first item whose release the tag has reached.
std::string_view version_for(std::string_view items, std::string_view tag) {
    while (!items.empty()) {
        auto const item = take_item(items);
        auto const colon = item.find(':');
        if (compare_versions(tag, item.substr(0, colon)) >= 0) return item.substr(colon + 1);
    }
    return {};
}

}  // namespace

NewestPackage newest_package(std::string_view manager, std::string_view package,
                             std::string_view tag) {
    if (tag.empty() || tag.front() < '0' || tag.front() > '9') return {};
    for (auto const& row : newest_packages_table) {
        if (row.manager != manager || row.package != package || !is_in(row.broken, tag)) continue;
        return {row.newest, row.needs, version_for(row.instead, tag)};
    }
    return {};
}

}  // namespace dockcheck::knowledge
