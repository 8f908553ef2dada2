#include "rules/syntax/unsupported-variable-modifier.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unsupported_variable_modifier {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = pass.text(fault.span);
    switch (fault.kind) {
        case ast::FaultKind::unsupported_modifier:
            pass.report(fault.span, modifier, text);
            break;
        case ast::FaultKind::bad_substitution:
            pass.report(fault.span, broken, text);
            break;
        case ast::FaultKind::missing_brace:
            pass.report(fault.span, brace, text);
            break;
        case ast::FaultKind::invalid_pattern:
            pass.report(fault.span, pattern, text);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unsupported_variable_modifier
