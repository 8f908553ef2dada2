// Manifests of Kubernetes: what they say of the containers that are started.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/pod_container.hpp"
#include "analyzer/text/source.hpp"

namespace dockcheck::kubernetes {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Container {
    std::string image;  ///< as written
    model::PodContainer told;
};

/// A Pod, or what starts pods after a template.
struct Workload {
    std::string kind;
    std::string name;
    std::string space;  ///< its namespace; or empty
    Labels labels;      ///< of its pods
    /// Those of init containers first; none where a part is missing or is not plain text: a patch,
    /// say.
    std::vector<Container> containers;
};

struct Service {
    std::string name;
    std::string space;
    Labels selector;
    std::vector<model::ManifestText> targets;  ///< of its ports of TCP
    bool is_headless = false;                  ///< `clusterIP: None`
    std::shared_ptr<Source const> file;

    /// True when it sends to the pods of a workload.
    [[nodiscard]] bool selects(Workload const& workload) const;
};

struct Manifest {
    std::vector<Workload> workloads;
    std::vector<Service> services;
    bool is_too_much = false;  ///< its parts refer to each other too often to be followed
};

/// True for a text that may hold one: it names a version of the API and a kind, and is no template.
bool may_be_manifest(std::string_view text);

/// Reads all documents of a file; nothing of one that is no YAML or takes too long. Total on any
/// bytes.
Manifest read_manifest(std::shared_ptr<Source const> const& file);

}  // namespace dockcheck::kubernetes
