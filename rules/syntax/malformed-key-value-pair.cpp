// Finds words of ENV, LABEL and ARG that are no name=value.
#include "rules/syntax/malformed-key-value-pair.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/trailing_comment.hpp"

namespace dockcheck::rules::malformed_key_value_pair {
namespace {

/// One finding for all words of a comment.
void report_word(ast::Fault const& fault, Pass& pass) {
    auto const* const instruction = fault.instruction;
    if (instruction != nullptr && pass.may_look_around()) {
        auto const note = model::trailing_comment(pass.build(), *instruction, fault.span);
        if (note && note->begin < fault.span.begin) return;
        if (note) {
            pass.report(*note, comment, pass.text(*note));
            return;
        }
    }
    pass.report(fault.span, equals, fault.word);
}

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind == ast::FaultKind::missing_equals) report_word(fault, pass);
    if (fault.kind == ast::FaultKind::blank_name) pass.report(fault.span, blank);
}

void check_argument(ast::Arg const& arg, Pass& pass) {
    for (auto const& pair : arg.pairs) {
        if (!pass.text(pair.span).starts_with('#') || !pass.may_look_around()) continue;
        auto const note = model::trailing_comment(pass.build(), pass.instruction(), pair.span);
        if (!note || note->begin != pair.span.begin) continue;
        pass.report(*note, comment_of_argument, pass.text(*note)).severity(Severity::warning);
    }
}

}  // namespace

constinit Check const rule = on<check, check_argument>();

}  // namespace dockcheck::rules::malformed_key_value_pair
