#include "rules/runtime/invalid-exposed-port.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_exposed_port {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::invalid_port) {
        pass.report(fault.span, invalid, fault.word.empty() ? pass.text(fault.span) : fault.word);
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_exposed_port
