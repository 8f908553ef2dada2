#include "rules/runtime/invalid-expose-protocol.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_expose_protocol {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::invalid_protocol) {
        pass.report(fault.span, invalid, pass.text(fault.span));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_expose_protocol
