#include "rules/syntax/parse-failure.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::parse_failure {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    switch (fault.kind) {
        case ast::FaultKind::file_empty:
            pass.report(fault.span, empty);
            break;
        case ast::FaultKind::no_instructions:
            pass.report(fault.span, nothing);
            break;
        case ast::FaultKind::line_too_long:
            pass.report(fault.span, long_line);
            break;
        case ast::FaultKind::unterminated_heredoc:
            pass.report(fault.span, unterminated, fault.word);
            break;
        case ast::FaultKind::invalid_heredoc_word:
            pass.report(fault.span, heredoc_word, pass.text(fault.span));
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::parse_failure
