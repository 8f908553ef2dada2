// Finds leftovers of development in the layers of an image.
#include "rules/files/unnecessary-files-in-image.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::unnecessary_files_in_image {
namespace {

bool is_among(std::string_view name, std::span<std::string_view const> names) {
    return std::ranges::find(names, name) != names.end();
}

/// The path up to a folder of one of the names, or the file itself; empty for others.
std::string_view leftover_in(std::string_view path, Options const& options) {
    for (std::size_t begin = 0; begin < path.size();) {
        auto const slash = path.find('/', begin);
        auto const name = path.substr(begin, slash == path.npos ? path.npos : slash - begin);
        if (slash == path.npos) return is_among(name, options.files) ? path : std::string_view();
        if (is_among(name, options.directories)) return path.substr(0, slash);
        begin = slash + 1;
    }
    return {};
}

void check(image::Image const& image, Pass& pass, Options const& options) {
    auto const first = model::first_own_layer(image);
    std::unordered_set<std::string_view> told;
    model::ImageFiles const files(image);
    files.each([&](model::ImageFile const& found) {
        if (found.layer < first || found.file->type != image::LayerFile::Type::file) return;
        auto const leftover = leftover_in(found.file->path, options);
        if (leftover.empty() || told.contains(leftover)) return;
        auto const whole = "/" + std::string(found.file->path);
        if (matches_any_wildcard(whole, options.ignore_paths)) return;
        told.insert(leftover);
        pass.report(model::place_of_layer(image, found.layer), found.is_visible ? shipped : hidden,
                    leftover);
    });
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unnecessary_files_in_image
