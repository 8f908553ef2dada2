// Finds comments that silence findings.
#include "rules/style/inline-suppression-comment.hpp"

#include "analyzer/lint/ignore_comments.hpp"
#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::inline_suppression_comment {
namespace {

void check(IgnoreComment const& ignore, Pass& pass, Options const& options) {
    bool const is_ours = ignore.dialect == IgnoreDialect::dockcheck;
    if (!is_ours && !options.other_tools) return;
    if (options.allow_with_reason && !ignore.reason.empty()) return;
    pass.report(ignore.span, comment);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::inline_suppression_comment
