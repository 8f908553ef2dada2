// Whiteouts and replaced files, found by the last layer that speaks of a path.
#include "analyzer/model/image_files.hpp"

#include <algorithm>

#include "analyzer/model/history.hpp"

namespace dockcheck::model {

using image::LayerFile;

ImageFiles::ImageFiles(image::Image const& image) : image_(image) {
    for (std::uint32_t i = 0; i < image.layers.size(); ++i) {
        auto const& layer = image.layers[i];
        is_complete_ = is_complete_ && layer.list != nullptr && layer.list->problem.empty();
        for (auto const& file : layer.files()) {
            if (file.type == LayerFile::Type::whiteout) {
                removed_[file.path] = i;
            } else if (file.type == LayerFile::Type::opaque_whiteout) {
                emptied_[file.path] = i;
            } else {
                last_[file.path] = {&file, i};
            }
        }
    }
}

std::optional<std::uint32_t> ImageFiles::remover_of(std::string_view path,
                                                    std::uint32_t layer) const {
    auto last = layer;
    auto const look = [&](auto const& map, std::string_view name) {
        auto const found = map.find(name);
        if (found != map.end()) last = std::max(last, found->second);
    };
    constexpr int deepest = 64;
    for (int depth = 0; depth < deepest; ++depth) {
        look(removed_, path);
        auto const slash = path.rfind('/');
        path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
        look(emptied_, path);
        if (path.empty()) break;
    }
    return last > layer ? std::optional(last) : std::nullopt;
}

LayerFile const* ImageFiles::find(std::string_view path) const {
    auto const found = last_.find(path);
    if (found == last_.end() || remover_of(path, found->second.layer)) return nullptr;
    return found->second.file;
}

std::uint32_t ImageFiles::layer_of(std::string_view path) const {
    auto const found = last_.find(path);
    return found == last_.end() ? 0 : found->second.layer;
}

void ImageFiles::each(FunctionRef<void(ImageFile const&)> visit) const {
    for (std::uint32_t i = 0; i < image_.layers.size(); ++i) {
        for (auto const& file : image_.layers[i].files()) {
            if (file.is_whiteout()) continue;
            auto const last = last_.find(file.path);
            bool const is_last = last != last_.end() && last->second.file == &file;
            auto const remover = remover_of(file.path, i);
            visit({&file, i, is_last && !remover, is_complete_, remover});
        }
    }
}

bool has_all_files(image::Image const& image) {
    return !image.layers.empty() && std::ranges::all_of(image.layers, [](auto const& layer) {
        return layer.list != nullptr && layer.list->problem.empty();
    });
}

std::uint32_t first_own_layer(image::Image const& image) {
    std::string shell;
    for (auto const& word : image.config.value.shell.value) {
        if (!shell.empty()) shell += ' ';
        shell += word.view();
    }
    std::uint32_t first = 0;
    for (auto const& step : history_steps(image.history.value, shell)) {
        if (step.is_own || step.entry->layer == image::HistoryEntry::no_layer) continue;
        first = std::max(first, step.entry->layer + 1);
    }
    return first;
}

Place place_of_layer(image::Image const& image, std::uint32_t layer) {
    for (auto const& entry : image.history.value) {
        auto const* const node = entry.created_by.node;
        if (entry.layer != layer || node == nullptr || node->text.empty()) continue;
        return {node->source, node->text.source()};
    }
    auto const* const node = layer < image.layers.size() ? image.layers[layer].node : nullptr;
    return node == nullptr ? place_of_image(image) : node->place();
}

Place place_of_image(image::Image const& image) {
    auto const* const config = image.config.node;
    if (config == nullptr || config->key_span.empty()) return {&image.document->source, {}};
    return config->key_place();
}

}  // namespace dockcheck::model
