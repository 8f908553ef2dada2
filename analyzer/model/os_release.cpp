// The file is lines NAME=value, with the quotes of a shell.
#include "analyzer/model/os_release.hpp"

#include <algorithm>

namespace dockcheck::model {
namespace {

struct KnownId {
    std::string_view id;
    std::string_view image;
};

constexpr KnownId known_ids[] = {
    {"almalinux", "almalinux"}, {"alpine", "alpine"},    {"amzn", "amazonlinux"},
    {"centos", "centos"},       {"debian", "debian"},    {"fedora", "fedora"},
    {"ol", "oraclelinux"},      {"rocky", "rockylinux"}, {"ubuntu", "ubuntu"},
};

/// The value of a name; of several the last one, as for a shell.
std::string_view value_of(std::string_view text, std::string_view name) {
    std::string_view found;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.starts_with(name) || line.substr(name.size(), 1) != "=") continue;
        line.remove_prefix(name.size() + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        bool const is_quoted = line.size() >= 2 && line.front() == line.back()
                               && (line.front() == '"' || line.front() == '\'');
        found = is_quoted ? line.substr(1, line.size() - 2) : line;
    }
    return found;
}

}  // namespace

std::optional<Distribution> distribution_of(ImageFiles const& files) {
    for (std::string_view const path : {"etc/os-release", "usr/lib/os-release"}) {
        auto const* const file = files.find(path);
        if (file == nullptr || !file->content) continue;
        auto const id = value_of(*file->content, "ID");
        auto const known = std::ranges::find(known_ids, id, &KnownId::id);
        auto const version = value_of(*file->content, "VERSION_ID");
        if (known == std::end(known_ids) || version.empty()) return std::nullopt;
        return Distribution{known->image, version, files.layer_of(path)};
    }
    return std::nullopt;
}

}  // namespace dockcheck::model
