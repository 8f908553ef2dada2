#include "rules/syntax/instruction-before-from.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::instruction_before_from {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::instruction_before_from) {
        pass.report(fault.span, early, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::instruction_before_from
