#include "rules/stages/copy-from-own-stage.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::copy_from_own_stage {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::copy_from_own_stage) pass.report(fault.span, own, fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_from_own_stage
