#include "rules/syntax/invalid-run-mount.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_run_mount {
namespace {

/// An empty field has no characters of its own: the flag that it is in.
Span place_of(ast::Fault const& fault) {
    if (!fault.span.empty() || fault.instruction == nullptr) return fault.span;
    for (auto const& flag : fault.instruction->flags) {
        if (flag.span.contains(fault.span)) return flag.span;
    }
    return fault.span;
}

void check(ast::Fault const& fault, Pass& pass) {
    auto const span = place_of(fault);
    auto const text = pass.text(fault.span);
    auto const word_or_text = fault.word.empty() ? text : fault.word;
    auto const hint = fault.suggestion.empty()
                          ? std::string("see docs.docker.com/reference/dockerfile/#run---mount")
                          : "write " + std::string(fault.suggestion);
    switch (fault.kind) {
        case ast::FaultKind::mount_not_csv:
            pass.report(span, csv, text);
            break;
        case ast::FaultKind::mount_from_variable:
            pass.report(span, variable, text);
            break;
        case ast::FaultKind::mount_bare_word:
            if (word_or_text == "z" || word_or_text == "Z") {
                pass.report(span, relabel, word_or_text).severity(Severity::warning);
            } else {
                pass.report(span, word, word_or_text);
            }
            break;
        case ast::FaultKind::mount_unknown_type:
            pass.report(span, type, word_or_text);
            break;
        case ast::FaultKind::mount_unknown_key:
            pass.report(span, key, word_or_text, hint);
            break;
        case ast::FaultKind::mount_invalid_value:
            pass.report(span, value, word_or_text, hint);
            break;
        case ast::FaultKind::mount_key_not_for_type:
            pass.report(span, foreign, word_or_text, hint);
            break;
        case ast::FaultKind::mount_missing_target:
            pass.report(span, target);
            break;
        case ast::FaultKind::mount_secret_source_and_id:
            pass.report(span, secret);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_run_mount
