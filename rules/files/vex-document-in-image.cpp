// Finds VEX documents that are copied into the image.
#include "rules/files/vex-document-in-image.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::vex_document_in_image {
namespace {

void check(model::Transfer const& transfer, Pass& pass) {
    if (pass.stage() == nullptr || pass.stage()->reach != model::Reach::final) return;
    for (auto const& source : transfer.sources) {
        if (source.written->is_inline || !source.value.known_suffix().ends_with(".vex.json")) {
            continue;
        }
        auto const span = source.written->word.span;
        pass.report(span, copied, pass.text(span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::vex_document_in_image
