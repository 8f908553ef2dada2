// Finds comments that are nearly ignore comments of ours.
#include "rules/suppressions/malformed-ignore-comment.hpp"

#include "analyzer/lint/ignore_comments.hpp"

namespace dockcheck::rules::malformed_ignore_comment {
namespace {

Message<0> const* message_for(IgnoreFault fault) {
    switch (fault) {
        case IgnoreFault::none:
        case IgnoreFault::expired:
        case IgnoreFault::wrong_date:
        case IgnoreFault::behind_words:
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

/// A comment behind an instruction, with what to write above it.
void report_behind(IgnoreComment const& comment, Pass& pass) {
    auto const* const instruction = pass.build().instruction_at(comment.span.begin);
    if (instruction == nullptr) return;
    bool const is_run = instruction->keyword == ast::Keyword::run;
    auto const keyword = ast::to_string(instruction->keyword);
    auto const written =
        comment.rewritten.empty() ? pass.text(comment.span) : std::string_view(comment.rewritten);
    pass.report(comment.span, is_run ? shell : behind, keyword, written);
}

void check(IgnoreComment const& comment, Pass& pass) {
    if (comment.fault == IgnoreFault::behind_words) return report_behind(comment, pass);
    if (comment.fault == IgnoreFault::wrong_date) {
        pass.report(comment.span, date, comment.until);
        return;
    }
    auto const* const message = message_for(comment.fault);
    if (message == nullptr) return;
    auto reported = pass.report(comment.span, *message);
    if (!comment.rewritten.empty()) reported.replace(comment.span, comment.rewritten);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::malformed_ignore_comment
