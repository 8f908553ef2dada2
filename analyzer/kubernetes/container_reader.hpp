// One container of a pod.
#pragma once

#include "analyzer/kubernetes/manifest_text.hpp"

namespace dockcheck::kubernetes {

/// What the container says of how it is started; `pod` is the securityContext of its pod.
model::PodContainer read_container(ManifestTexts& texts, YAML::Node const& container,
                                   YAML::Node const& pod);

}  // namespace dockcheck::kubernetes
