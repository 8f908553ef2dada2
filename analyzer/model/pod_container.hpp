// A container that a manifest of Kubernetes starts from the image of a Dockerfile.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/text/place.hpp"

namespace dockcheck::model {

class Build;
struct Stage;

/// A value of a manifest. Its place is empty where the file has it in other bytes.
struct ManifestText {
    std::string text;
    Place place;
};

/// A port of TCP.
struct ManifestPort {
    ManifestText number;
    std::string name;  ///< by which Services and probes may call it; or empty
};

struct ManifestProbe {
    std::string key;                    ///< "livenessProbe"
    std::optional<ManifestText> port;   ///< that it asks at the container, by number or name
    std::vector<ManifestText> command;  ///< that it runs in the container
    bool through_shell = false;         ///< the one word is a script for `/bin/sh -c`
};

struct ManifestVariable {
    std::string name;
    std::string secret;  ///< from which it comes; or empty
    Place place;         ///< of the name
};

/// A port of a Service that sends to the container's pod.
struct ServicePort {
    std::string service;
    ManifestText target;  ///< of the container, by number or name
    /// Without an address of its own: clients are told those of the pods, and nothing is sent to
    /// the port.
    bool is_headless = false;
};

/// What the pod says counts where the container says nothing.
struct PodContainer {
    std::vector<std::shared_ptr<Source const>> files;  ///< that the places are in
    std::string workload;                              ///< "the Deployment shop"
    std::string kind;
    std::string name;
    std::optional<std::string> target;  ///< the stage that is its image; nothing: not known

    bool is_for_setup = false;     ///< an init container
    bool is_alone = false;         ///< nobody else listens in the pod
    bool has_own_network = true;   ///< and not that of its machine
    bool may_get_user = false;     ///< a cluster of OpenShift gives it one
    bool has_more_rights = false;  ///< privileged, further capabilities, settings of the kernel
    bool has_host_files = false;   ///< folders of its machine are mounted
    bool has_own_users = false;    ///< root is somebody else outside

    std::optional<ManifestText> run_as_user;      ///< a number
    std::optional<ManifestText> run_as_non_root;  ///< "true" or "false"
    std::optional<ManifestText> read_only_root;   ///< with its key: "readOnlyRootFilesystem: true"

    /// In place of ENTRYPOINT and of CMD; nothing where they are left alone.
    std::optional<std::vector<ManifestText>> command;
    std::optional<std::vector<ManifestText>> arguments;
    ManifestText command_key;
    bool has_own_folder = false;  ///< workingDir

    std::vector<ManifestVariable> variables;
    bool has_more_variables = false;   ///< envFrom
    std::vector<ManifestText> mounts;  ///< where volumes are
    std::vector<ManifestPort> ports;
    std::vector<ManifestProbe> probes;
    std::vector<ServicePort> services;

    /// "the container web of the Deployment shop".
    [[nodiscard]] std::string described() const;
    /// True when it starts what the image starts.
    [[nodiscard]] bool starts_image() const { return !command && !arguments; }
    /// True when a volume is at a path or at a folder above it.
    [[nodiscard]] bool mounts_at(std::string_view path) const;
    /// True where a volume or a variable may bring programs that the image does not have.
    [[nodiscard]] bool may_bring_programs() const;
    /// The number of a port that is called by number or name, or nothing.
    [[nodiscard]] std::optional<unsigned> port_number(std::string_view called) const;
};

/// The stage that is the image of a container, or nullptr where it is not known or not there.
Stage const* stage_of(Build const& build, PodContainer const& container);

}  // namespace dockcheck::model
