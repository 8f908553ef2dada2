// Finds images whose tag is latest.
#include "rules/base-image/latest-base-image-tag.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::latest_base_image_tag {
namespace {

std::string_view without_tag(std::string_view name, std::string_view tag) {
    return name.substr(0, name.size() - tag.size() - 1);
}

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image || !reference.image.digest.empty()) return;
    auto const tag = reference.image.tag;
    bool const is_latest = tag == "latest";
    bool const is_floating =
        std::ranges::find(options.floating_tags, tag) != options.floating_tags.end();
    if (tag.empty() || (!is_latest && !is_floating)) return;
    auto const name = reference.value.text_or_empty();
    if (matches_any_wildcard(name, options.ignore_images)) return;
    auto const plain = without_tag(name, tag);
    if (matches_any_wildcard(plain, options.ignore_images)) return;
    // What tags an image of another registry has nobody knows here.
    auto const& named = reference.image.hub_name().empty() ? latest_elsewhere : latest;
    pass.report(reference.span, is_latest ? named : floating, name, plain);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::latest_base_image_tag
