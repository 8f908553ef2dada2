// Reading manifests with yaml-cpp. Anchors share their nodes: only the keys that count are looked
// at, and no more of them than an allowance.
#include "analyzer/kubernetes/manifest.hpp"

#include <algorithm>
#include <yaml-cpp/yaml.h>

#include "analyzer/kubernetes/container_reader.hpp"

namespace dockcheck::kubernetes {
namespace {

/// Words in an annotation of pods to which a cluster adds containers.
bool is_about_sidecars(std::string_view annotation) {
    static constexpr std::string_view words[] = {"inject", "sidecar", "dapr.io", "istio.io",
                                                 "linkerd.io"};
    return std::ranges::any_of(
        words, [&](std::string_view word) { return annotation.find(word) != annotation.npos; });
}

class ManifestReader {
 public:
    explicit ManifestReader(std::shared_ptr<Source const> const& file)
        : file_(file), texts_(*file) {}

    void read(YAML::Node const& document) {
        if (!document.IsMap()) return;
        texts_.reset();
        auto const version = texts_.string(document, "apiVersion");
        auto const kind = texts_.string(document, "kind");
        auto const group = version.substr(0, version.find('/'));
        if (kind == "Service" && version == "v1") return read_service(document);
        bool const is_workload = (kind == "Pod" && version == "v1")
                                 || ((kind == "Deployment" || kind == "StatefulSet"
                                      || kind == "DaemonSet" || kind == "ReplicaSet")
                                     && (group == "apps" || group == "extensions"))
                                 || ((kind == "Job" || kind == "CronJob") && group == "batch");
        if (is_workload) read_workload(kind, document);
    }

    /// What was read, or nothing where that took too much.
    Manifest take() {
        return texts_.maps().is_spent() ? Manifest{{}, {}, true} : std::move(result_);
    }

 private:
    void read_workload(std::string const& kind, YAML::Node const& document) {
        Workload workload;
        workload.kind = kind;
        read_name(document, workload.name, workload.space);
        auto pod = document;
        if (kind == "CronJob") pod.reset(texts_.map(texts_.map(pod, "spec"), "jobTemplate"));
        if (kind != "Pod") pod.reset(texts_.map(texts_.map(pod, "spec"), "template"));
        read_labels(texts_.map(texts_.map(pod, "metadata"), "labels"), workload.labels);
        read_pod(pod, workload);
        if (!texts_.is_plain()) workload.containers.clear();
        result_.workloads.push_back(std::move(workload));
    }

    void read_name(YAML::Node const& document, std::string& name, std::string& space) {
        auto const metadata = texts_.map(document, "metadata");
        name = texts_.string(metadata, "name");
        space = texts_.string(metadata, "namespace");
    }

    void read_labels(YAML::Node const& map, Labels& labels) {
        texts_.maps().each_merged(map, [&](YAML::Node const& key, YAML::Node const& value) {
            if (!value.IsScalar()) return texts_.see_odd();
            labels[key.Scalar()] = value.Scalar();
        });
    }

    /// The containers, and what the pod says for all of them.
    void read_pod(YAML::Node const& pod, Workload& workload) {
        auto const spec = texts_.map(pod, "spec");
        if (!spec.IsDefined()) return texts_.see_odd();
        auto const system = texts_.string(texts_.map(spec, "os"), "name");
        auto const selector = texts_.map(spec, "nodeSelector");
        has_sidecars_ = false;
        if (system == "windows" || texts_.string(selector, "kubernetes.io/os") == "windows")
            return texts_.see_odd();
        read_containers(spec, "initContainers", workload);
        auto const first = workload.containers.size();
        read_containers(spec, "containers", workload);
        bool const is_alone =
            workload.containers.size() == first + 1 && !has_sidecars_ && !may_get_sidecars(pod);
        bool const has_host_files = mounts_host(spec);
        bool const has_own_users = texts_.string(spec, "hostUsers") == "false";
        bool const has_own_network = !texts_.is_true(spec, "hostNetwork");
        for (std::size_t i = 0; i < workload.containers.size(); ++i) {
            auto& told = workload.containers[i].told;
            told.is_for_setup = i < first;
            told.is_alone = is_alone;
            told.has_host_files = has_host_files;
            told.has_own_users = has_own_users;
            told.has_own_network = has_own_network;
        }
    }

    bool may_get_sidecars(YAML::Node const& pod) {
        bool found = false;
        auto const metadata = texts_.map(pod, "metadata");
        for (std::string_view const where : {"annotations", "labels"}) {
            texts_.maps().each_merged(texts_.map(metadata, where),
                                      [&](YAML::Node const& key, YAML::Node const&) {
                                          found = found || is_about_sidecars(key.Scalar());
                                      });
        }
        return found;
    }

    bool mounts_host(YAML::Node const& spec) {
        bool found = false;
        texts_.each_map(texts_.list(spec, "volumes"), [&](YAML::Node const& volume) {
            found = found || texts_.has(volume, "hostPath");
        });
        return found;
    }

    void read_containers(YAML::Node const& spec, std::string_view key, Workload& workload) {
        bool const is_setup = key == "initContainers";
        auto const list = texts_.list(spec, key);
        if (!is_setup && (!list.IsDefined() || list.size() == 0)) return texts_.see_odd();
        auto const security = texts_.map(spec, "securityContext");
        texts_.each_map(list, [&](YAML::Node const& each) {
            Container container;
            container.image = texts_.string(each, "image");
            container.told = read_container(texts_, each, security);
            // Without them it is a patch of another one.
            if (container.image.empty() || container.told.name.empty()) texts_.see_odd();
            if (is_setup && texts_.has(each, "restartPolicy")) has_sidecars_ = true;
            container.told.kind = workload.kind;
            container.told.workload = "the " + workload.kind + " " + workload.name;
            container.told.files = {file_};
            workload.containers.push_back(std::move(container));
        });
    }

    void read_service(YAML::Node const& document) {
        Service service;
        service.file = file_;
        read_name(document, service.name, service.space);
        auto const spec = texts_.map(document, "spec");
        read_labels(texts_.map(spec, "selector"), service.selector);
        service.is_headless = texts_.string(spec, "clusterIP") == "None";
        texts_.each_map(texts_.list(spec, "ports"), [&](YAML::Node const& port) {
            auto const protocol = texts_.string(port, "protocol");
            if (!protocol.empty() && protocol != "TCP") return;
            auto target = texts_.text(port, "targetPort");
            if (!target) target = texts_.text(port, "port");
            if (!target) return texts_.see_odd();
            service.targets.push_back(std::move(*target));
        });
        if (texts_.is_plain() && !service.selector.empty())
            result_.services.push_back(std::move(service));
    }

    std::shared_ptr<Source const> file_;
    ManifestTexts texts_;
    bool has_sidecars_ = false;
    Manifest result_;
};

}  // namespace

bool Service::selects(Workload const& workload) const {
    if (!space.empty() && !workload.space.empty() && space != workload.space) return false;
    return std::ranges::all_of(selector, [&](auto const& wanted) {
        auto const found = workload.labels.find(wanted.first);
        return found != workload.labels.end() && found->second == wanted.second;
    });
}

bool may_be_manifest(std::string_view text) {
    return text.find("apiVersion:") != text.npos && text.find("kind:") != text.npos
           && text.find("{{") == text.npos;
}

Manifest read_manifest(std::shared_ptr<Source const> const& file) {
    try {
        ManifestReader reader(file);
        for (auto const& document : YAML::LoadAll(std::string(file->bytes()))) {
            reader.read(document);
        }
        return reader.take();
    } catch (YAML::Exception const&) {
        return {};
    }
}

}  // namespace dockcheck::kubernetes
