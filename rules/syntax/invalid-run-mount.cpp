#include "rules/syntax/invalid-run-mount.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_run_mount {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = pass.text(fault.span);
    auto const word_or_text = fault.word.empty() ? text : fault.word;
    auto const hint = fault.suggestion.empty()
                          ? std::string("see docs.docker.com/reference/dockerfile/#run---mount")
                          : "write " + std::string(fault.suggestion);
    switch (fault.kind) {
        case ast::FaultKind::mount_not_csv:
            pass.report(fault.span, csv, text);
            break;
        case ast::FaultKind::mount_from_variable:
            pass.report(fault.span, variable, text);
            break;
        case ast::FaultKind::mount_bare_word:
            pass.report(fault.span, word, word_or_text);
            break;
        case ast::FaultKind::mount_unknown_type:
            pass.report(fault.span, type, word_or_text);
            break;
        case ast::FaultKind::mount_unknown_key:
            pass.report(fault.span, key, word_or_text, hint);
            break;
        case ast::FaultKind::mount_invalid_value:
            pass.report(fault.span, value, word_or_text, hint);
            break;
        case ast::FaultKind::mount_key_not_for_type:
            pass.report(fault.span, foreign, word_or_text, hint);
            break;
        case ast::FaultKind::mount_missing_target:
            pass.report(fault.span, target);
            break;
        case ast::FaultKind::mount_secret_source_and_id:
            pass.report(fault.span, secret);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_run_mount
