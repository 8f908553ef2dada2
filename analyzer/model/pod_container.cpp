// Questions about a container.
#include "analyzer/model/pod_container.hpp"

#include <algorithm>

#include "analyzer/model/build_requests.hpp"
#include "analyzer/model/read_port.hpp"

namespace dockcheck::model {

std::string PodContainer::described() const { return "the container " + name + " of " + workload; }

bool PodContainer::mounts_at(std::string_view path) const {
    return std::ranges::any_of(mounts, [&](ManifestText const& each) {
        auto const& mount = each.text;
        return path == mount || mount == "/"
               || (path.starts_with(mount) && path[mount.size()] == '/');
    });
}

bool PodContainer::may_bring_programs() const {
    auto const is_for_programs = [](ManifestText const& each) {
        std::string_view const mount = each.text;
        return mount == "/" || mount.starts_with("/usr") || mount.find("bin") != mount.npos;
    };
    return has_more_variables || std::ranges::any_of(mounts, is_for_programs)
           || std::ranges::any_of(variables,
                                  [](auto const& variable) { return variable.name == "PATH"; });
}

std::optional<unsigned> PodContainer::port_number(std::string_view called) const {
    if (auto const number = read_port(called)) return *number;
    for (auto const& port : ports) {
        if (port.name != called) continue;
        auto const number = read_port(port.number.text);
        return number ? std::optional<unsigned>(*number) : std::nullopt;
    }
    return std::nullopt;
}

Stage const* stage_of(Build const& build, PodContainer const& container) {
    if (!container.target || build.stages().empty()) return nullptr;
    if (!container.target->empty()) return find_target(build, *container.target);
    // Of several that are built nobody says which it is.
    return build.targets().size() == 1 ? build.targets().front() : nullptr;
}

}  // namespace dockcheck::model
