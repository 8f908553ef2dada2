// Lookup of releases in tags: debian:12-slim, python:3.13-trixie.
#include "analyzer/knowledge/dash.hpp"

#include <algorithm>

#include "analyzer/knowledge/dash_pipefail.table.hpp"

namespace dockcheck::knowledge {
namespace {

/// 12.5 -> 12; 24.04 stays.
std::string_view number_of(std::string_view image, std::string_view part) {
    return image == "debian" ? part.substr(0, part.find('.')) : part;
}

}  // namespace

std::optional<bool> dash_has_pipefail(std::string_view image, std::string_view tag) {
    bool const is_release = image == "debian" || image == "ubuntu";
    while (!tag.empty()) {
        auto const part = tag.substr(0, tag.find('-'));
        for (auto const& row : dash_pipefail_table) {
            bool const by_number = is_release && image == row.product && row.number != "-"
                                   && number_of(image, part) == row.number;
            // "stable" and its like are tags of debian alone.
            bool const by_name = part == row.release && (row.number != "-" || image == "debian");
            if (by_number || by_name) return row.pipefail == "yes";
        }
        tag.remove_prefix(std::min(part.size() + 1, tag.size()));
    }
    return std::nullopt;
}

}  // namespace dockcheck::knowledge
