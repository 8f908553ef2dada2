#include "rules/runtime/invalid-stop-signal.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_stop_signal {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::invalid_signal) {
        pass.report(fault.span, invalid, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_stop_signal
