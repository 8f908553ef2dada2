// Finds images that are named by a tag alone.
#include "rules/reproducibility/base-image-not-pinned-by-digest.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::base_image_not_pinned_by_digest {
namespace {

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image) return;
    auto const& image = reference.image;
    if (!image.digest.empty() || image.tag.empty() || image.tag == "latest") return;
    if (matches_any_wildcard(image.path, options.ignore_images)) return;
    if (options.only_final_stage) {
        auto const* stage = pass.stage();
        if (stage == nullptr || stage->reach != model::Reach::final) return;
        if (&stage->base != &reference) return;
    }
    pass.report(reference.span, tag_only, reference.value.text_or_empty());
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::base_image_not_pinned_by_digest
