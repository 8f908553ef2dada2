#include "rules/syntax/missing-instruction-arguments.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::missing_instruction_arguments {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    auto const keyword = [&] {
        return fault.instruction != nullptr ? ast::to_string(fault.instruction->keyword)
                                            : std::string_view();
    };
    switch (fault.kind) {
        case ast::FaultKind::exactly_one_argument:
        case ast::FaultKind::at_least_one_argument:
            pass.report(fault.span, one, keyword());
            break;
        case ast::FaultKind::at_least_two_arguments:
            pass.report(fault.span, two, keyword());
            break;
        case ast::FaultKind::heredoc_destination:
            pass.report(fault.span, destination, keyword());
            break;
        case ast::FaultKind::legacy_value_missing:
            pass.report(fault.span, value, keyword(), pass.text(fault.span));
            break;
        case ast::FaultKind::healthcheck_command_missing:
            pass.report(fault.span, command);
            break;
        case ast::FaultKind::empty_volume:
            pass.report(fault.span, volume);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::missing_instruction_arguments
