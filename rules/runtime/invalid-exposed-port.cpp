// Finds ports of EXPOSE that cannot be.
#include "rules/runtime/invalid-exposed-port.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/trailing_comment.hpp"

namespace dockcheck::rules::invalid_exposed_port {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    if (fault.kind != ast::FaultKind::invalid_port) return;
    auto const* const instruction = fault.instruction;
    if (instruction != nullptr && pass.build().image() == nullptr && pass.may_look_around()) {
        auto const note = model::trailing_comment(pass.build(), *instruction, fault.span);
        if (note) {
            if (note->begin == fault.span.begin) pass.report(*note, comment, pass.text(*note));
            return;
        }
    }
    pass.report(fault.span, invalid, fault.word.empty() ? pass.text(fault.span) : fault.word);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_exposed_port
