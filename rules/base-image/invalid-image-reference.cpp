#include "rules/base-image/invalid-image-reference.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::invalid_image_reference {
namespace {

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = pass.text(fault.span);
    if (fault.kind == ast::FaultKind::invalid_image_reference) {
        pass.report(fault.span, invalid, text, fault.word);
    }
    if (fault.kind == ast::FaultKind::blank_base_name) pass.report(fault.span, blank, text);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_image_reference
