#include "rules/syntax/duplicate-instruction-flag.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::duplicate_instruction_flag {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::duplicate_flag || fault.instruction == nullptr) return;
    pass.report(fault.span, twice, fault.word, ast::to_string(fault.instruction->keyword));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::duplicate_instruction_flag
