// The stage of a container.
#include "analyzer/model/deployment.hpp"

#include <algorithm>

#include "analyzer/model/build_requests.hpp"

namespace dockcheck::model {

Stage const* stage_of(Build const& build, Deployment const& deployment) {
    if (!deployment.target || build.stages().empty()) return nullptr;
    auto const& name = deployment.target->text;
    return name.empty() ? &build.stages().back() : find_target(build, name);
}

bool is_as_built(Build const& build, Deployment const& deployment) {
    if (!deployment.is_whole) return false;
    auto const declared = declared_arguments(build);
    return std::ranges::none_of(deployment.own_arguments, [&](std::string const& name) {
        return std::ranges::find(declared, name) != declared.end();
    });
}

}  // namespace dockcheck::model
