// Lookup of releases in tags: debian:12-slim, node:22-alpine3.22, 12.6.0-runtime-ubuntu24.04.
#include "analyzer/knowledge/managed_python.hpp"

#include <algorithm>

#include "analyzer/knowledge/managed_python.table.hpp"

namespace dockcheck::knowledge {
namespace {

constexpr std::string_view managed_products[] = {"alpine", "debian", "ubuntu"};

bool is_number(char c) { return c >= '0' && c <= '9'; }

/// 12.5 of Debian -> 12; 3.22.1 of Alpine -> 3.22.
std::string_view number_in(std::string_view product, std::string_view part) {
    auto const dot = part.find('.');
    if (product == "debian" || dot == part.npos) return part.substr(0, dot);
    return part.substr(0, part.find('.', dot + 1));
}

bool is_managed(std::string_view product, std::string_view number) {
    return !number.empty() && std::ranges::any_of(managed_python_table, [&](auto const& row) {
        return row.product == product && row.number == number;
    });
}

/// What a part of a tag says by itself: `noble`, `alpine3.22`, `ubuntu24.04`.
std::string_view product_in(std::string_view part) {
    for (auto const product : managed_products) {
        auto const rest = part.substr(std::min(product.size(), part.size()));
        if (!part.starts_with(product) || rest.empty() || !is_number(rest.front())) continue;
        return is_managed(product, number_in(product, rest)) ? product : std::string_view{};
    }
    for (auto const& row : managed_python_table) {
        if (row.number != "-" && row.release != "-" && row.release == part) return row.product;
    }
    return {};
}

/// The same of a tag of the distribution's own image, where a number is that of the release.
bool is_managed_release(std::string_view product, std::string_view part) {
    if (part == "latest") return true;
    if (is_managed(product, number_in(product, part))) return true;
    return std::ranges::any_of(managed_python_table, [&](auto const& row) {
        return row.product == product && row.release != "-" && row.release == part;
    });
}

}  // namespace

std::string_view distribution_with_managed_python(std::string_view image, std::string_view tag) {
    auto const* const own = std::ranges::find(managed_products, image);
    if (own != std::ranges::end(managed_products)) {
        bool const is_newest = tag.empty();
        return is_newest || is_managed_release(*own, tag.substr(0, tag.find('-')))
                   ? *own
                   : std::string_view{};
    }
    while (!tag.empty()) {
        auto const part = tag.substr(0, tag.find('-'));
        if (auto const product = product_in(part); !product.empty()) return product;
        tag.remove_prefix(std::min(part.size() + 1, tag.size()));
    }
    return {};
}

}  // namespace dockcheck::knowledge
