// Finds ignore comments of ours that do not say why.
#include "rules/suppressions/ignore-without-reason.hpp"

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::ignore_without_reason {
namespace {

void check(IgnoreComment const& comment, Pass& pass) {
    if (comment.dialect != IgnoreDialect::dockcheck || comment.fault != IgnoreFault::none) return;
    if (comment.reason.empty()) pass.report(comment.span, silent);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::ignore_without_reason
