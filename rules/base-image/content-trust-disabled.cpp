// Finds machines on which docker does not ask for signatures.
#include "rules/base-image/content-trust-disabled.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/image_files.hpp"

namespace dockcheck::rules::content_trust_disabled {
namespace {

void check(image::Image const& image, Pass& pass) {
    if (pass.build().options().content_trust == "1") return;
    pass.report(model::place_of_image(image), disabled);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::content_trust_disabled
