// Finds images that are named without a tag or digest.
#include "rules/base-image/untagged-base-image.hpp"

#include "analyzer/knowledge/official_names.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::untagged_base_image {
namespace {

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    if (reference.kind != model::Reference::Kind::image) return;
    if (!reference.value.is_known() || reference.tag_is_certain) return;
    if (!reference.image.tag.empty() || !reference.image.digest.empty()) return;
    if (!options.check_copy_from && pass.instruction().keyword != ast::Keyword::from) return;
    auto const name = reference.value.text_or_empty();
    if (matches_any_wildcard(name, options.ignore_images)) return;
    // A bare name that is none of Docker's own images is most often a named context.
    bool const is_bare = name.find('/') == std::string_view::npos;
    if (is_bare && !knowledge::is_official_name(name)) {
        pass.report(reference.span, context, name).severity(Severity::info);
    } else {
        // What tags an image of another registry has nobody knows here.
        pass.report(reference.span, reference.image.hub_name().empty() ? elsewhere : untagged,
                    name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::untagged_base_image
