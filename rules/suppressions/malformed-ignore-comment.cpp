// Finds comments that are nearly ignore comments of ours.
#include "rules/suppressions/malformed-ignore-comment.hpp"

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::malformed_ignore_comment {
namespace {

Message<0> const* message_for(IgnoreFault fault) {
    switch (fault) {
        case IgnoreFault::none:
            return nullptr;
        case IgnoreFault::misspelt_word:
            return &word;
        case IgnoreFault::missing_equals:
            return &equals;
        case IgnoreFault::wrong_separator:
            return &separator;
        case IgnoreFault::missing_dashes:
            return &dashes;
        case IgnoreFault::no_names:
            return &nothing;
        case IgnoreFault::too_late:
            return &late;
    }
    return nullptr;
}

void check(IgnoreComment const& comment, Pass& pass) {
    auto const* const message = message_for(comment.fault);
    if (message == nullptr) return;
    auto reported = pass.report(comment.span, *message);
    if (!comment.rewritten.empty()) reported.replace(comment.span, comment.rewritten);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::malformed_ignore_comment
