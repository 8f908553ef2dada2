// Finds references that say the same thing twice.
#include "rules/base-image/tag-and-digest-combined.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::tag_and_digest_combined {
namespace {

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image) return;
    auto const& image = reference.image;
    auto const text = reference.value.text_or_empty();
    if (image.digest.empty()) return;
    if (options.prefer == "tag-and-digest") {
        if (image.tag.empty())
            pass.report(reference.span, digests, text.substr(0, text.find('@')), image.digest);
    } else if (!image.tag.empty()) {
        pass.report(reference.span, both, image.tag);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::tag_and_digest_combined
