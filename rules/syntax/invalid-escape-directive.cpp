#include "rules/syntax/invalid-escape-directive.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_escape_directive {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::invalid_escape_directive) {
        pass.report(fault.span, invalid, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_escape_directive
