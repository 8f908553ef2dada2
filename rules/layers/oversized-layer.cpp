// Finds large layers of which a good part is a cache or a repository.
#include "rules/layers/oversized-layer.hpp"

#include <algorithm>
#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"

namespace dockcheck::rules::oversized_layer {
namespace {

constexpr std::uint64_t megabyte = 1'000'000;

std::string size_text(std::uint64_t size) { return std::to_string(size / megabyte) + " MB"; }

/// The folder of downloads or of a repository that a path is in; empty for others.
std::string_view waste_in(std::string_view path) {
    static constexpr std::string_view folders[] = {
        "var/cache/apt", "var/lib/apt/lists", "var/cache/apk",        "var/cache/dnf",
        "var/cache/yum", "var/cache/zypp",    "root/.cache",          "root/.npm",
        "root/.gradle",  "root/.m2",          "root/go/pkg/mod/cache"};
    for (auto const folder : folders) {
        if (path.starts_with(folder) && path.substr(folder.size()).starts_with('/')) return folder;
    }
    auto const git = path.find(".git/");
    bool const is_folder = git != std::string_view::npos && (git == 0 || path[git - 1] == '/');
    return is_folder ? path.substr(0, git + 4) : std::string_view();
}

void check_layer(image::Image const& image, std::uint32_t index, Pass& pass,
                 Options const& options) {
    auto const& layer = image.layers[index];
    auto const limit = static_cast<std::uint64_t>(std::max<std::int64_t>(options.limit_mb, 0));
    if (layer.list == nullptr || layer.list->unpacked_size / megabyte < limit) return;
    std::uint64_t wasted = 0;
    std::string_view folder;
    std::uint64_t largest = 0;
    for (auto const& file : layer.files()) {
        auto const where = file.is_whiteout() ? std::string_view() : waste_in(file.path);
        if (where.empty()) continue;
        wasted += file.size;
        if (file.size >= largest) folder = where;
        largest = std::max(largest, file.size);
    }
    // A tenth is worth the work.
    if (wasted < layer.list->unpacked_size / 10) return;
    pass.report(model::place_of_layer(image, index), folder.ends_with(".git") ? repository : caches,
                size_text(layer.list->unpacked_size), size_text(wasted), folder);
}

void check(image::Image const& image, Pass& pass, Options const& options) {
    for (auto i = model::first_own_layer(image); i < image.layers.size(); ++i) {
        check_layer(image, i, pass, options);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::oversized_layer
