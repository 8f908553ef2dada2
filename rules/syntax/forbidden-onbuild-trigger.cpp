#include "rules/syntax/forbidden-onbuild-trigger.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::forbidden_onbuild_trigger {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::onbuild_chained) pass.report(fault.span, chained);
    if (fault.kind == ast::FaultKind::onbuild_forbidden) {
        pass.report(fault.span, forbidden, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::forbidden_onbuild_trigger
