#include "rules/syntax/invalid-healthcheck-option.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_healthcheck_option {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = pass.text(fault.span);
    switch (fault.kind) {
        case ast::FaultKind::unknown_healthcheck_type:
            pass.report(fault.span, type, text);
            break;
        case ast::FaultKind::healthcheck_none_arguments:
            pass.report(fault.span, none);
            break;
        case ast::FaultKind::invalid_duration:
            pass.report(fault.span, duration, text);
            break;
        case ast::FaultKind::duration_too_short:
            pass.report(fault.span, too_short, text);
            break;
        case ast::FaultKind::invalid_retries:
            pass.report(fault.span, retries, text);
            break;
        case ast::FaultKind::negative_retries:
            pass.report(fault.span, negative, text);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_healthcheck_option
