// The manifests of Kubernetes around a Dockerfile that start what it makes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/cli/contexts.hpp"
#include "analyzer/cli/inputs.hpp"
#include "analyzer/cli/settings.hpp"
#include "analyzer/context/folder_names.hpp"
#include "analyzer/kubernetes/repository_manifests.hpp"
#include "analyzer/model/pod_container.hpp"

namespace dockcheck::cli {

/// What was read of repositories, by their roots on the disk and the configuration, which may leave
/// some out: many Dockerfiles lie in one.
using Manifests =
    std::map<std::pair<std::string, std::string>, std::unique_ptr<kubernetes::RepositoryManifests>>;

/// The containers of images that `[images]`, or a service of a compose file, says an input makes.
/// Nothing is looked at where no image is named for it, for standard input, and without context.
std::vector<model::PodContainer> containers_of(Input const& input, FileSettings const& settings,
                                               ChosenContext const& chosen,
                                               context::FolderNames const& names, Manifests& read);

}  // namespace dockcheck::cli
