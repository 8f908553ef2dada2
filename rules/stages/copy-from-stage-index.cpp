// Finds COPY --from=0: a stage named by its number.
#include "rules/stages/copy-from-stage-index.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::copy_from_stage_index {
namespace {

void check(model::Reference const& reference, Pass& pass) {
    if (reference.kind != model::Reference::Kind::stage || reference.stage == nullptr) return;
    auto const* const instruction = reference.instruction;
    if (instruction == nullptr || instruction->keyword == ast::Keyword::from) return;
    auto const text = reference.value.text_or_empty();
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return;
    if (reference.stage->name.empty()) {
        pass.report(reference.span, number, text);
    } else {
        pass.report(reference.span, named, text, reference.stage->name);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_from_stage_index
