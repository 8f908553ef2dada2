#include "rules/syntax/invalid-flag-value.hpp"

#include "analyzer/lint/pass.hpp"
#include "analyzer/text/base_name.hpp"

namespace dockcheck::rules::invalid_flag_value {
namespace {

/// Podman's and Buildah's own name for such files.
bool is_for_buildah(Pass const& pass) {
    return base_name(pass.build().source().name()).find("ontainerfile") != std::string_view::npos;
}

void check(ast::Fault const& fault, Pass& pass) {
    auto const text = fault.word.empty() ? pass.text(fault.span) : fault.word;
    switch (fault.kind) {
        case ast::FaultKind::flag_not_boolean:
            pass.report(fault.span, boolean, text);
            break;
        case ast::FaultKind::invalid_network_mode:
            pass.report(fault.span, network, text);
            break;
        case ast::FaultKind::invalid_security_mode:
            pass.report(fault.span, security, text);
            break;
        case ast::FaultKind::invalid_device:
            pass.report(fault.span, device, text);
            break;
        case ast::FaultKind::copy_from_variable:
            // Buildah replaces them.
            if (!is_for_buildah(pass)) pass.report(fault.span, variable, text);
            break;
        case ast::FaultKind::invalid_stage_index:
            pass.report(fault.span, index, text);
            break;
        case ast::FaultKind::invalid_platform:
            pass.report(fault.span, platform, text);
            break;
        case ast::FaultKind::empty_platform:
            pass.report(fault.span, no_platform, text);
            break;
        case ast::FaultKind::invalid_chmod:
            pass.report(fault.span, mode, text);
            break;
        case ast::FaultKind::checksum_many_sources:
            pass.report(fault.span, checksum_many);
            break;
        case ast::FaultKind::checksum_local_source:
            pass.report(fault.span, checksum_local, text);
            break;
        case ast::FaultKind::invalid_checksum:
            pass.report(fault.span, checksum, text);
            break;
        case ast::FaultKind::link_with_named_owner:
            pass.report(fault.span, owner, text);
            break;
        case ast::FaultKind::invalid_check_directive:
            pass.report(fault.span, directive, text);
            break;
        default:
            break;
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::invalid_flag_value
