#include "rules/syntax/missing-flag-value.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::missing_flag_value {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::flag_value_missing)
        pass.report(fault.span, missing, fault.word);
    if (fault.kind == ast::FaultKind::flag_value_empty) pass.report(fault.span, empty, fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_flag_value
