// Finds names in ignore comments of ours that name no rule.
#include "rules/suppressions/unknown-rule-in-ignore.hpp"

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::unknown_rule_in_ignore {
namespace {

void check(IgnoreComment const& comment, Pass& pass) {
    if (comment.dialect != IgnoreDialect::dockcheck || comment.fault != IgnoreFault::none) return;
    for (auto const& name : comment.names) {
        if (name.exists) continue;
        if (name.nearest.empty()) {
            pass.report(name.span, unknown, name.text);
        } else {
            pass.report(name.span, similar, name.text, name.nearest);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unknown_rule_in_ignore
