#include "rules/syntax/duplicate-parser-directive.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::duplicate_parser_directive {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::duplicate_directive)
        pass.report(fault.span, twice, fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::duplicate_parser_directive
