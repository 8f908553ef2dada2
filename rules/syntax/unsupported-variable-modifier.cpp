#include "rules/syntax/unsupported-variable-modifier.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::unsupported_variable_modifier {
namespace {

/// The whole of `${...}` where its end stands in the same word.
Span whole_expansion(ast::Fault const& fault, Pass const& pass) {
    if (fault.instruction == nullptr || pass.text(fault.span).ends_with('}')) return fault.span;
    auto const rest = pass.text({fault.span.end, fault.instruction->span.end});
    auto const brace = rest.find('}');
    if (brace >= rest.find_first_of(" \t\n\"'")) return fault.span;
    return {fault.span.begin, fault.span.end + static_cast<std::uint32_t>(brace) + 1};
}

void check(ast::Fault const& fault, Pass& pass) {
    bool const ends_later = fault.kind == ast::FaultKind::unsupported_modifier;
    auto const span = ends_later ? whole_expansion(fault, pass) : fault.span;
    auto const text = pass.text(span);
    // A placeholder of a devcontainer template, replaced before anything is built.
    if (text.starts_with("${templateOption:")) return;
    switch (fault.kind) {
        case ast::FaultKind::unsupported_modifier:
            pass.report(span, modifier, text);
            break;
        case ast::FaultKind::bad_substitution:
            pass.report(fault.span, broken, text);
            break;
        case ast::FaultKind::missing_brace:
            pass.report(fault.span, brace, text);
            break;
        case ast::FaultKind::invalid_pattern:
            pass.report(fault.span, pattern, text);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::unsupported_variable_modifier
