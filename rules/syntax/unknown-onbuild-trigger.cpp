// Finds ONBUILD with a first word that is no instruction.
#include "rules/syntax/unknown-onbuild-trigger.hpp"

#include <string>

#include "analyzer/lint/pass.hpp"
#include "analyzer/syntax/dockerfile/meant.hpp"

namespace dockcheck::rules::unknown_onbuild_trigger {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::unknown_onbuild_trigger) return;
    if (fault.suggestion.empty()) {
        pass.report(fault.span, unknown, fault.word);
        return;
    }
    auto reported = pass.report(fault.span, misspelt, fault.word, fault.suggestion);
    auto const& build = pass.build();
    if (dockerfile::trigger_reads_as_meant(fault, build.file().escape, build.arena())) {
        reported.replace(fault.span, std::string(fault.suggestion));
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unknown_onbuild_trigger
