#include "rules/syntax/malformed-from-instruction.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::malformed_from_instruction {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::from_arity) return;
    if (fault.instruction == nullptr || fault.instruction->arguments.empty()) {
        pass.report(fault.span, missing);
    } else {
        pass.report(fault.span, arity, fault.instruction->arguments.text());
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::malformed_from_instruction
