// All texts of all images, and their histories.
#include "tests/fuzz/image_invariants.hpp"

#include "tests/fuzz/json_invariants.hpp"
#include "tests/fuzz/require.hpp"
#include "tests/support/image_text.hpp"

namespace dockcheck::test {

void require_sound(Result<image::Images> const& images) {
    if (!images) {
        require(!images.error().text.empty() && !images.error().where.empty(), "an error says why");
        return;
    }
    require(!images->images.empty(), "there is an image, or an error");
    for (auto const& read : images->images) {
        require(read->document != nullptr, "an image has a text");
        for (auto const& document : read->documents) require_sound(*document, document->source);
        for (auto const& entry : read->history.value) {
            require(
                entry.layer == image::HistoryEntry::no_layer || entry.layer < read->layers.size(),
                "the layer of a step is there");
        }
        described(*read);
        described_files(*read);
    }
}

}  // namespace dockcheck::test
