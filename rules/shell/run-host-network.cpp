// Finds RUN --network=host.
#include "rules/shell/run-host-network.hpp"

#include "analyzer/lint/pass.hpp"

namespace dockcheck::rules::run_host_network {
namespace {

void check(ast::Run const&, Pass& pass) {
    auto const* const network = pass.instruction().flag("network");
    if (network == nullptr || network->value.text() != "host") return;
    pass.report(network->span, host, pass.text(network->span));
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::run_host_network
