// Finds ignore comments that were to hold until a day that is over.
#include "rules/suppressions/expired-ignore.hpp"

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::expired_ignore {
namespace {

void check(IgnoreComment const& comment, Pass& pass) {
    if (comment.fault != IgnoreFault::expired) return;
    pass.report(comment.span, expired, comment.until);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::expired_ignore
