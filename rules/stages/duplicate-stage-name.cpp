// Finds stages whose name another stage has already.
#include "rules/stages/duplicate-stage-name.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/preprocessor.hpp"

namespace dockcheck::rules::duplicate_stage_name {
namespace {

void check(model::Stage const& stage, Pass& pass) {
    if (stage.name.empty() || stage.from == nullptr || !pass.may_look_around()) return;
    auto const before = pass.build().stages().subspan(0, stage.index);
    auto const first = std::ranges::find(before, stage.name, &model::Stage::name);
    if (first == before.end() || model::has_preprocessor_lines(pass.build())) return;
    auto const span = stage.from->name.span;
    pass.report(span, duplicate, pass.text(span))
        .related(first->from->name.span, "the first stage of that name");
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::duplicate_stage_name
