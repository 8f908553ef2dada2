// Finds base images whose release line gets no more fixes.
#include "rules/base-image/end-of-life-base-image.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/support.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::end_of_life_base_image {
namespace {

void check(model::Reference const& reference, Pass& pass, Options const& options) {
    auto const support = model::ended_support(reference, pass.today(), options.warn_days_before);
    if (!support) return;
    if (matches_any_wildcard(reference.value.text_or_empty(), options.ignore_images)) return;
    auto const& message = support->date < pass.today() ? ended : ends;
    auto finding = support->date < pass.today() && support->note.starts_with("the image")
                       ? pass.report(reference.span, noted, support->product, support->release,
                                     support->date, support->note)
                       : pass.report(reference.span, message, support->product, support->release,
                                     support->date);
    // What a builder leaves behind is not what runs.
    bool const is_shipped = pass.stage() != nullptr && pass.stage()->reach == model::Reach::final
                            && pass.instruction().keyword == ast::Keyword::from;
    if (!is_shipped) finding.severity(Severity::info);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::end_of_life_base_image
