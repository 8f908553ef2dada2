// Finds stages named by words that the builder keeps for itself.
#include "rules/stages/reserved-stage-name.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::reserved_stage_name {
namespace {

void check(model::Stage const& stage, Pass& pass) {
    if (stage.from == nullptr) return;
    auto const span = stage.from->name.span;
    if (stage.name == "scratch") {
        pass.report(span, reserved, pass.text(span), "the empty image");
    } else if (stage.name == "context") {
        pass.report(span, reserved, pass.text(span), "the files given with the build");
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::reserved_stage_name
