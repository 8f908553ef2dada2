#include "rules/syntax/missing-from-instruction.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::missing_from_instruction {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::no_stage)
        pass.report(fault.span, missing, pass.text(fault.span));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_from_instruction
