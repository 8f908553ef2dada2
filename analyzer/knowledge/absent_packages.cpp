// Lookup of packages in the table of those that releases lack.
#include "analyzer/knowledge/absent_packages.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "analyzer/knowledge/absent_packages.table.hpp"
#include "analyzer/knowledge/images.hpp"

namespace dockcheck::knowledge {
namespace {

bool lists_release(std::string_view releases, std::string_view number) {
    while (!releases.empty()) {
        auto const end = std::min(releases.find(' '), releases.size());
        if (releases.substr(0, end) == number) return true;
        releases.remove_prefix(std::min(end + 1, releases.size()));
    }
    return false;
}

}  // namespace

std::optional<AbsentPackage> absent_package(SystemRelease const& release,
                                            std::string_view package) {
    auto const wanted = std::tie(release.product, package);
    auto const* row = std::ranges::lower_bound(
        absent_packages_table, wanted, {},
        [](AbsentPackagesRow const& one) { return std::tie(one.product, one.package); });
    for (; row != std::end(absent_packages_table) && row->product == release.product
           && row->package == package;
         ++row) {
        if (!lists_release(row->releases, release.number)) continue;
        return AbsentPackage{row->instead == "-" ? std::string_view{} : row->instead,
                             row->same == "yes"};
    }
    return std::nullopt;
}

bool has_sources_of_release_only(std::string_view image) {
    // Their Dockerfiles (github.com/docker-library, nodejs/docker-node, rust-lang/docker-rust) add
    // no source of packages.
    static constexpr std::string_view images[] = {
        "alpine", "buildpack-deps", "debian", "gcc",  "golang", "node",  "openjdk", "perl",
        "php",    "pypy",           "python", "ruby", "rust",   "ubuntu"};
    return std::ranges::binary_search(images, canonical_name(image));
}

}  // namespace dockcheck::knowledge
