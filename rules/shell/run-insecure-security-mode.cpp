// Finds RUN --security=insecure.
#include "rules/shell/run-insecure-security-mode.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::run_insecure_security_mode {
namespace {

void check(ast::Run const&, Pass& pass) {
    auto const* const security = pass.instruction().flag("security");
    if (security == nullptr || security->value.text() != "insecure") return;
    pass.report(security->span, insecure, pass.text(security->span));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_insecure_security_mode
