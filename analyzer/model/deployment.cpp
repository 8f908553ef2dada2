// The stage of a container.
#include "analyzer/model/deployment.hpp"

#include "analyzer/model/build_requests.hpp"

namespace dockcheck::model {

Stage const* stage_of(Build const& build, Deployment const& deployment) {
    if (!deployment.target || build.stages().empty()) return nullptr;
    auto const& name = deployment.target->text;
    return name.empty() ? &build.stages().back() : find_target(build, name);
}

}  // namespace dockcheck::model
