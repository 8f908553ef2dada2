// Asks what is known of the image, once for each stage.
#include "analyzer/model/base_release.hpp"

#include "analyzer/model/base_image.hpp"

namespace dockcheck::model {
namespace {

std::optional<knowledge::SystemRelease> find_base_release(Stage const& stage) {
    auto const& root = stage.root();
    if (stage.is_windows || root.kind != Reference::Kind::image) return std::nullopt;
    return release_of(root.image);
}

}  // namespace

knowledge::SystemRelease const* base_release(Stage const& stage) {
    if (!stage.base_release) stage.base_release = find_base_release(stage);
    return *stage.base_release ? &**stage.base_release : nullptr;
}

}  // namespace dockcheck::model
