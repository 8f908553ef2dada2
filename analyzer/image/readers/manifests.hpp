// The images of an archive or a layout folder, by what its manifests say.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/image.hpp"
#include "analyzer/image/readers/storage.hpp"
#include "analyzer/text/result.hpp"

namespace dockcheck::image {

/// Which images are wanted; an empty part is any.
struct PlatformChoice {
    std::string os;
    std::string architecture;
    std::string variant;

    /// From os[/architecture[/variant]]; empty for all.
    static PlatformChoice parse(std::string_view text);
    [[nodiscard]] bool takes(Platform const& platform) const;
    [[nodiscard]] bool takes_all() const { return os.empty(); }
};

/// A platform as it is written: linux/arm64/v8.
std::string shown(Platform const& platform);

/// That there is no image for the platform, but for these.
Error no_image_for(PlatformChoice const& choice, std::string const& where,
                   std::vector<std::string> const& others);

/// What was found so far.
struct Found {
    Input input = Input::docker_archive;
    std::vector<std::shared_ptr<Image>> images;
    std::vector<std::string> notes;     ///< see Images
    std::vector<std::string> left_out;  ///< platforms of images that are not wanted

    /// The image whose config has this digest; nullptr when there is none yet.
    [[nodiscard]] Image* image_with(std::string_view id) const;
};

/// The images that are in a storage: of docker save, of every age, or of an OCI layout.
Result<Found> read_storage(Storage& storage, PlatformChoice const& choice, bool is_folder);

/// By manifest.json of docker save.
Result<void> read_save_manifest(Storage& storage, Found& found);
/// By index.json of an OCI layout; images that were found already get their names from it.
Result<void> read_index(Storage& storage, PlatformChoice const& choice, Found& found);
/// By `repositories`, before there was a manifest.json.
Result<void> read_repositories(Storage& storage, Found& found);

/// Gives layers the files that hold them, the base's first. Both lists must be of one length for
/// that; else the layers of the config stay as they are.
void place_layers(Image& image, std::span<Layer const> kept, std::vector<std::string>& notes);

}  // namespace dockcheck::image
