#include "rules/syntax/malformed-key-value-pair.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::malformed_key_value_pair {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::missing_equals) pass.report(fault.span, equals, fault.word);
    if (fault.kind == ast::FaultKind::blank_name) pass.report(fault.span, blank);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::malformed_key_value_pair
