// Finds installs of what the host of a GPU needs.
#include "rules/gpu/nvidia-container-runtime-in-image.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/packages.hpp"
#include "analyzer/model/word_list.hpp"
#include "analyzer/text/wildcard.hpp"

namespace dockcheck::rules::nvidia_container_runtime_in_image {
namespace {

/// True when the image holds an engine: then it is a host of containers.
bool runs_containers(Pass const& pass) {
    if (pass.stage() == nullptr) return true;
    auto const text = pass.build().source().bytes();
    static constexpr std::string_view all_names[] = {"docker.io", "docker-ce", "containerd",
                                                     "podman",    "kubelet",   "k3s"};
    for (auto const name : all_names) {
        if (text.find(name) != std::string_view::npos) return true;
    }
    auto const hub_name = pass.stage()->root().image.hub_name();
    return hub_name.starts_with("docker") || hub_name.starts_with("rancher/");
}

void check(model::Command const& command, Pass& pass, Options const& options) {
    if (command.use != model::Use::run) return;
    auto const& install = model::package_command(command, pass.build().arena());
    if (install.verb != model::Verb::install) return;
    for (auto const& package : install.packages) {
        if (package.argument == nullptr || package.name.empty()) continue;
        if (!matches_any_wildcard(package.name, options.packages)) continue;
        if (!runs_containers(pass)) pass.report(package.argument->span, host, package.name);
    }
}

}  // namespace

constinit Check const rule = on<check>().for_managers();

}  // namespace dockcheck::rules::nvidia_container_runtime_in_image
