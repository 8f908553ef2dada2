#include "rules/stages/circular-stage-dependency.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::circular_stage_dependency {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::circular_dependency)
        pass.report(fault.span, circle, fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::circular_stage_dependency
