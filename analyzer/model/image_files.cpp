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

bool ImageFiles::is_removed(std::string_view path, std::uint32_t layer) const {
    auto const later = [&](auto const& map, std::string_view name) {
        auto const found = map.find(name);
        return found != map.end() && found->second > layer;
    };
    constexpr int deepest = 64;
    for (int depth = 0; depth < deepest; ++depth) {
        if (later(removed_, path)) return true;
        auto const slash = path.rfind('/');
        if (slash == std::string_view::npos) return later(emptied_, std::string_view());
        path = path.substr(0, slash);
        if (later(emptied_, path)) return true;
    }
    return false;
}

LayerFile const* ImageFiles::find(std::string_view path) const {
    auto const found = last_.find(path);
    if (found == last_.end() || is_removed(path, found->second.layer)) return nullptr;
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
            visit({&file, i, is_last && !is_removed(file.path, i), is_complete_});
        }
    }
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
