#include "rules/syntax/unterminated-quote.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unterminated_quote {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::unterminated_quote) return;
    pass.report(fault.span, fault.word == "'" ? single_quote : double_quote);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unterminated_quote
