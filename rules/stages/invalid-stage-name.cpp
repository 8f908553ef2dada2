#include "rules/stages/invalid-stage-name.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_stage_name {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::invalid_stage_name) {
        pass.report(fault.span, invalid, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_stage_name
