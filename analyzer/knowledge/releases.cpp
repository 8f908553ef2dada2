// Lookup of releases in tags.
#include "analyzer/knowledge/releases.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/knowledge/final_releases.hpp"
#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/system_releases.table.hpp"

namespace dockcheck::knowledge {
namespace {

using ReleaseRow = SystemReleasesRow;

constexpr std::string_view release_digits = "0123456789.";

/// The number of a release at the front of 12.5 or 3.22.1; empty for what is no number.
std::string_view release_number(std::string_view product, std::string_view part) {
    if (part.empty() || part.find_first_not_of(release_digits) != part.npos) return {};
    auto const dot = part.find('.');
    if (product == "debian" || product == "centos" || dot == part.npos) return part.substr(0, dot);
    return part.substr(0, part.find('.', dot + 1));
}

ReleaseRow const* release_numbered(std::string_view product, std::string_view number) {
    if (number.empty()) return nullptr;
    auto const* const found = std::ranges::find_if(
        system_releases_table,
        [&](ReleaseRow const& row) { return row.product == product && row.number == number; });
    return found == std::ranges::end(system_releases_table) ? nullptr : found;
}

ReleaseRow const* release_named(std::string_view name) {
    auto const* const found = std::ranges::find_if(
        system_releases_table,
        [&](ReleaseRow const& row) { return row.name != "-" && row.name == name; });
    return found == std::ranges::end(system_releases_table) ? nullptr : found;
}

/// alpine3.22, centos7: what a part of a tag says by itself.
ReleaseRow const* release_with_product(std::string_view part) {
    static constexpr std::string_view products[] = {"alpine", "centos", "debian", "ubuntu"};
    for (auto const product : products) {
        if (!part.starts_with(product)) continue;
        return release_numbered(product, release_number(product, part.substr(product.size())));
    }
    return nullptr;
}

/// The same of a tag of the distribution's own image, where a number is that of the release.
ReleaseRow const* own_release(std::string_view product, std::string_view part) {
    if (product == "centos") {
        if (part == "stream8") return release_numbered(product, part);
        // Nothing moves this tag any more.
        if (part == "latest") return release_numbered(product, "8");
        if (part.starts_with(product)) part.remove_prefix(product.size());
    }
    if (auto const* const row = release_numbered(product, release_number(product, part)))
        return row;
    auto const* const named = release_named(part);
    return named != nullptr && named->product == product ? named : nullptr;
}

ReleaseRow const* release_in_tag(std::string_view image, std::string_view tag) {
    // There the first part names a release of ROS, and some have the name of one of Ubuntu.
    bool is_own_name = image == "ros";
    while (!tag.empty()) {
        auto const part = tag.substr(0, tag.find('-'));
        tag.remove_prefix(std::min(part.size() + 1, tag.size()));
        if (std::exchange(is_own_name, false)) continue;
        if (auto const* const row = release_named(part)) return row;
        if (auto const* const row = release_with_product(part)) return row;
    }
    return nullptr;
}

std::optional<SystemRelease> release_in(ReleaseRow const* row) {
    if (row == nullptr) return std::nullopt;
    auto const known = [](std::string_view text) {
        return text == "-" ? std::string_view{} : text;
    };
    return SystemRelease{row->product, row->number, known(row->name), known(row->moved)};
}

}  // namespace

std::optional<SystemRelease> release_named_by(std::string_view image, std::string_view tag) {
    static constexpr std::string_view own[] = {"alpine", "centos", "debian", "ubuntu"};
    auto name = canonical_name(image);
    if (name == "quay.io/centos/centos" && tag != "latest") name = "centos";
    if (tag.empty()) return std::nullopt;
    bool const is_own = std::ranges::find(own, name) != std::ranges::end(own);
    // Images that nobody knows here may take their packages from elsewhere.
    bool const is_official = is_own || name.starts_with("mcr.microsoft.com/dotnet/")
                             || (name.find('/') == name.npos && known_image(name, tag) != nullptr);
    if (!is_official) return std::nullopt;
    return release_in(is_own ? own_release(name, tag.substr(0, tag.find('-')))
                             : release_in_tag(name, tag));
}

std::optional<SystemRelease> release_of(std::string_view image, std::string_view tag) {
    if (auto const named = release_named_by(image, tag)) return named;
    auto const final = final_release(image, tag);
    if (final.empty()) return std::nullopt;
    bool const is_number = release_digits.find(final.front()) != release_digits.npos;
    return release_in(is_number ? release_numbered("alpine", final) : release_named(final));
}

}  // namespace dockcheck::knowledge
