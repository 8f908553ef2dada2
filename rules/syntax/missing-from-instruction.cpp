#include "rules/syntax/missing-from-instruction.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/preprocessor.hpp"

namespace dockcheck::rules::missing_from_instruction {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::no_stage && !model::has_preprocessor_lines(pass.build()))
        pass.report(fault.span, missing, pass.text(fault.span));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_from_instruction
