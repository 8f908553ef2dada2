// Finds references to stages that are built later.
#include "rules/stages/copy-from-unknown-stage.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::copy_from_unknown_stage {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::copy_from_later_stage)
        pass.report(fault.span, later, fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::copy_from_unknown_stage
