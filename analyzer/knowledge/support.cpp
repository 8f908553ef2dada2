// Reading of tags as versions, and lookup in the table of dates.
#include "analyzer/knowledge/support.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>

#include "analyzer/knowledge/images.hpp"
#include "analyzer/knowledge/support_dates.table.hpp"

namespace dockcheck::knowledge {
namespace {

/// What had not ended on this day may get another line of the same major version.
constexpr std::string_view table_date = "2026-08-22";

using Rows = std::span<SupportDatesRow const>;

/// Images whose name is not that of the product.
struct ProductImage {
    std::string_view image;
    std::string_view product;
};
constexpr std::array product_images{
    ProductImage{"docker.elastic.co/elasticsearch/elasticsearch", "elasticsearch"},
    ProductImage{"docker.elastic.co/kibana/kibana", "kibana"},
    ProductImage{"docker.elastic.co/logstash/logstash", "logstash"},
    ProductImage{"grafana/grafana-enterprise", "grafana/grafana"},
    ProductImage{"grafana/grafana-oss", "grafana/grafana"},
    ProductImage{"mcr.microsoft.com/dotnet/aspnet", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/core/aspnet", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/core/runtime", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/core/runtime-deps", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/core/sdk", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/runtime", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/runtime-deps", "dotnet"},
    ProductImage{"mcr.microsoft.com/dotnet/sdk", "dotnet"},
    ProductImage{"microsoft/dotnet", "dotnet"},
    ProductImage{"quay.io/almalinuxorg/almalinux", "almalinux"},
    ProductImage{"quay.io/centos/centos", "centos"},
    ProductImage{"quay.io/fedora/fedora", "fedora"},
    ProductImage{"quay.io/rockylinux/rockylinux", "rockylinux"},
    ProductImage{"registry.fedoraproject.org/fedora", "fedora"},
    ProductImage{"registry.opensuse.org/opensuse/leap", "opensuse/leap"},
    ProductImage{"rockylinux/rockylinux", "rockylinux"},
};

static_assert(std::ranges::all_of(product_images, [](ProductImage const& row) {
    return row.image.find('/') != std::string_view::npos;
}));

/// Products that are distributions themselves: their tags name no other one.
constexpr std::array<std::string_view, 10> distributions{
    "almalinux", "alpine",      "amazonlinux",   "centos",     "debian",
    "fedora",    "oraclelinux", "opensuse/leap", "rockylinux", "ubuntu"};

/// Parts of tags of what is not released yet.
constexpr std::array<std::string_view, 9> unreleased{"rc",      "beta", "alpha",    "ea",     "dev",
                                                     "nightly", "edge", "snapshot", "preview"};

/// The rows of one product, which stand together.
struct ProductRows {
    std::string_view product;
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
};

constexpr std::size_t product_count = [] {
    std::size_t count = 0;
    std::string_view last;
    for (auto const& row : support_dates_table) {
        if (row.product != last) ++count;
        last = row.product;
    }
    return count;
}();

constexpr auto products = [] {
    std::array<ProductRows, product_count> result{};
    std::size_t count = 0;
    std::uint16_t at = 0;
    for (auto const& row : support_dates_table) {
        if (count == 0 || result[count - 1].product != row.product) {
            result[count++] = {row.product, at, at};
        }
        result[count - 1].end = ++at;
    }
    return result;
}();
static_assert(std::ranges::is_sorted(products, {}, &ProductRows::product));

Rows rows_of(std::string_view product) {
    auto const* const found =
        std::ranges::lower_bound(products, product, {}, &ProductRows::product);
    if (found == products.end() || found->product != product) return {};
    return Rows(support_dates_table).subspan(found->begin, found->end - found->begin);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view product_of(std::string_view image) {
    auto const name = canonical_name(image);
    if (name.find('/') == std::string_view::npos) return name;
    auto const* const known = std::ranges::find(product_images, name, &ProductImage::image);
    return known == product_images.end() ? name : known->product;
}

std::string_view take_part(std::string_view& tag) {
    auto const end = std::min(tag.find('-'), tag.size());
    auto const part = tag.substr(0, end);
    tag.remove_prefix(std::min(end + 1, tag.size()));
    return part;
}

bool is_unreleased(std::string_view tag) {
    while (!tag.empty()) {
        auto const part = take_part(tag);
        for (auto const word : unreleased) {
            if (part.starts_with(word)
                && part.find_first_not_of("0123456789.", word.size()) == std::string_view::npos)
                return true;
        }
    }
    return false;
}

/// "3.8.3" begins "3.8"? Whole components only.
bool begins_with_version(std::string_view version, std::string_view front) {
    if (version.size() > front.size() && version[front.size()] != '.') return false;
    return version.starts_with(front);
}

/// The front of a tag as a version: v2.4 -> 2.4, 8u212 -> 8, 17.0.4_8 -> 17.0.4, centos7 -> 7.
/// Empty when it is something else or a pre-release (3.13.0b1).
std::string_view version_in(std::string_view part, std::string_view product) {
    if (part.size() > 1 && part.front() == 'v' && is_digit(part[1])) part.remove_prefix(1);
    if (product == "centos" && part.starts_with("centos")) part.remove_prefix(product.size());
    auto const end = std::min(part.find_first_not_of("0123456789."), part.size());
    if (end < part.size() && part[end] != '_' && part[end] != 'u') return {};
    auto const version = part.substr(0, end);
    bool const is_version = !version.empty() && is_digit(version.front())
                            && is_digit(version.back())
                            && version.find("..") == std::string_view::npos;
    return is_version ? version : std::string_view{};
}

std::optional<SupportEnd> answer(SupportDatesRow const& row) {
    if (row.end == "-" || row.end == "?") return std::nullopt;
    return SupportEnd{row.product, row.release, row.end,
                      row.note == "-" ? std::string_view{} : row.note};
}

/// The line of a version. The longest line that the version belongs to, or, for the front of a
/// version, the last one to end of all its lines when all have ended.
std::optional<SupportEnd> end_of_version(Rows rows, std::string_view version) {
    SupportDatesRow const* line = nullptr;
    for (auto const& row : rows) {
        if (!begins_with_version(version, row.release)) continue;
        if (line == nullptr || row.release.size() > line->release.size()) line = &row;
    }
    if (line != nullptr) return answer(*line);

    for (auto const& row : rows) {
        if (!begins_with_version(row.release, version)) continue;
        if (row.end == "?") continue;
        if (row.end == "-" || row.end >= table_date) return std::nullopt;
        if (line == nullptr || row.end > line->end) line = &row;
    }
    return line == nullptr ? std::nullopt : answer(*line);
}

std::optional<SupportEnd> end_of_word(Rows rows, std::string_view word) {
    auto const row = std::ranges::find(rows, word, &SupportDatesRow::release);
    return row == rows.end() ? std::nullopt : answer(*row);
}

/// A part of a tag that names a distribution: "buster", "focal", "alpine3.12", "centos7".
std::optional<SupportEnd> distribution_in(std::string_view part) {
    if (part.empty() || is_digit(part.front())) return std::nullopt;
    static constexpr std::array<std::string_view, 2> named_releases{"debian", "ubuntu"};
    for (auto const product : named_releases) {
        if (auto const end = end_of_word(rows_of(product), part)) return end;
    }
    static constexpr std::array<std::string_view, 7> numbered_releases{
        "alpine", "centos", "debian", "fedora", "oraclelinux", "amazonlinux", "ubuntu"};
    for (auto const product : numbered_releases) {
        if (!part.starts_with(product)) continue;
        auto const version = version_in(part.substr(product.size()), product);
        if (!version.empty()) return end_of_version(rows_of(product), version);
    }
    return std::nullopt;
}

bool is_official(std::string_view image) {
    return canonical_name(image).find('/') == std::string_view::npos
           || product_of(image) == "dotnet";
}

}  // namespace

std::optional<SupportEnd> support_end(std::string_view image, std::string_view tag) {
    auto const product = product_of(image);
    auto const rows = rows_of(product);
    if (rows.empty() || tag.empty() || is_unreleased(tag)) return std::nullopt;
    auto rest = tag;
    auto part = take_part(rest);
    if (product == "java" && part == "openjdk") part = take_part(rest);
    auto const version = version_in(part, product);
    if (!version.empty()) return end_of_version(rows, version);
    return part.empty() || is_digit(part.front()) ? std::nullopt : end_of_word(rows, part);
}

std::optional<SupportEnd> longest_support(std::string_view product, std::string_view today) {
    SupportDatesRow const* longest = nullptr;
    for (auto const& row : rows_of(product)) {
        bool const has_date = !row.end.empty() && is_digit(row.end.front());
        if (!has_date || row.end < today || !is_digit(row.release.front())) continue;
        if (longest == nullptr || row.end > longest->end) longest = &row;
    }
    return longest == nullptr ? std::nullopt : answer(*longest);
}

std::optional<SupportEnd> base_support_end(std::string_view image, std::string_view tag) {
    auto const product = product_of(image);
    if (!is_official(image)) return std::nullopt;
    if (std::ranges::find(distributions, product) != distributions.end()) return std::nullopt;
    while (!tag.empty()) {
        if (auto const end = distribution_in(take_part(tag))) return end;
    }
    return std::nullopt;
}

}  // namespace dockcheck::knowledge
