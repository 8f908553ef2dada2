// The files in the layers of an image, put together as a container sees them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "analyzer/image/image.hpp"
#include "analyzer/text/function_ref.hpp"

namespace dockcheck::model {

/// A file of one layer.
struct ImageFile {
    image::LayerFile const* file = nullptr;
    std::uint32_t layer = 0;  ///< index into Image::layers
    bool is_visible = true;   ///< no later layer removes or replaces it
    bool is_certain = true;   ///< all layers behind it were read, so that this is known
    std::optional<std::uint32_t> removed_by;  ///< the last layer that removes what lies there
};

/// Made by looking at all of an image's lists of files once.
class ImageFiles {
 public:
    explicit ImageFiles(image::Image const& image);

    /// What lies at a path (without a leading slash) in the end; nullptr when nothing does.
    [[nodiscard]] image::LayerFile const* find(std::string_view path) const;
    [[nodiscard]] std::uint32_t layer_of(std::string_view path) const;
    /// All files and links, layer by layer; removals are left out.
    void each(FunctionRef<void(ImageFile const&)> visit) const;

 private:
    struct Last {
        image::LayerFile const* file = nullptr;
        std::uint32_t layer = 0;
    };
    /// The last layer that removes a path of this layer.
    [[nodiscard]] std::optional<std::uint32_t> remover_of(std::string_view path,
                                                          std::uint32_t layer) const;

    image::Image const& image_;
    std::unordered_map<std::string_view, Last> last_;
    std::unordered_map<std::string_view, std::uint32_t> removed_;  ///< by which layer last
    std::unordered_map<std::string_view, std::uint32_t> emptied_;  ///< folders
    bool is_complete_ = true;
};

/// True when the files of all layers were read.
bool has_all_files(image::Image const& image);

/// Layers in front of this one are certainly, or may be, those of the base image, as far as the
/// history tells; 0 where it tells nothing.
std::uint32_t first_own_layer(image::Image const& image);

/// Where a finding about a layer stands: at the step of the history that made it, else at its
/// digest.
Place place_of_layer(image::Image const& image, std::uint32_t layer);
/// Where a finding about all of the image stands.
Place place_of_image(image::Image const& image);

}  // namespace dockcheck::model
