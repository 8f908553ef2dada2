// Takes of the keys of a container what rules ask for.
#include "analyzer/kubernetes/container_reader.hpp"

namespace dockcheck::kubernetes {
namespace {

using model::ManifestText;
using model::PodContainer;

class ContainerReader {
 public:
    ContainerReader(ManifestTexts& texts, YAML::Node const& container, YAML::Node const& pod)
        : texts_(texts), container_(container), pod_(pod) {}

    PodContainer read() {
        result_.name = texts_.string(container_, "name");
        read_rights(texts_.map(container_, "securityContext"));
        read_start();
        read_variables();
        texts_.each_map(texts_.list(container_, "volumeMounts"), [&](YAML::Node const& mount) {
            auto path = texts_.text(mount, "mountPath").value_or(ManifestText{});
            while (path.text.size() > 1 && path.text.ends_with('/')) path.text.pop_back();
            result_.mounts.push_back(std::move(path));
        });
        texts_.each_map(texts_.list(container_, "ports"),
                        [&](YAML::Node const& port) { read_port(port); });
        for (std::string_view const key : {"startupProbe", "livenessProbe", "readinessProbe"}) {
            read_probe(key, texts_.map(container_, key));
        }
        return std::move(result_);
    }

 private:
    /// What the container says, else what its pod does.
    std::optional<ManifestText> own_or_of_pod(YAML::Node const& own, std::string_view key) {
        auto found = texts_.text(own, key);
        return found ? found : texts_.text(pod_, key);
    }

    void read_rights(YAML::Node const& own) {
        result_.run_as_user = own_or_of_pod(own, "runAsUser");
        result_.run_as_non_root = own_or_of_pod(own, "runAsNonRoot");
        result_.read_only_root = with_key(own, "readOnlyRootFilesystem");
        auto const added = texts_.list(texts_.map(own, "capabilities"), "add");
        result_.has_more_rights = texts_.is_true(own, "privileged")
                                  || (added.IsDefined() && added.size() > 0)
                                  || texts_.has(pod_, "sysctls");
        if (texts_.has(own, "windowsOptions") || texts_.has(pod_, "windowsOptions"))
            texts_.see_odd();
    }

    /// A value and the key in front of it, where both stand in one line.
    std::optional<ManifestText> with_key(YAML::Node const& parent, std::string_view wanted) {
        auto value = texts_.text(parent, wanted);
        if (!value) return value;
        texts_.maps().each_entry(parent, [&](YAML::Node const& key, YAML::Node const&) {
            if (key.Scalar() != wanted) return;
            auto const begin = texts_.text_of(key).place.span.begin;
            Place const both{value->place.source, {begin, value->place.span.end}};
            bool const is_line =
                begin < value->place.span.begin && both.text().find('\n') == std::string_view::npos;
            if (is_line) value->place = both;
        });
        return value;
    }

    std::optional<std::vector<ManifestText>> words(YAML::Node const& parent, std::string_view key) {
        auto const list = texts_.list(parent, key);
        // An empty list is none.
        if (!list.IsDefined() || list.size() == 0) return std::nullopt;
        std::vector<ManifestText> result;
        for (auto const& word : list) {
            if (!texts_.maps().take()) break;
            if (!word.IsScalar()) texts_.see_odd();
            if (word.IsScalar()) result.push_back(texts_.text_of(word));
        }
        return result;
    }

    void read_start() {
        result_.command = words(container_, "command");
        result_.arguments = words(container_, "args");
        result_.has_own_folder = texts_.has(container_, "workingDir");
        texts_.maps().each_entry(container_, [&](YAML::Node const& key, YAML::Node const&) {
            if (key.Scalar() == "command") result_.command_key = texts_.text_of(key);
        });
    }

    void read_variables() {
        result_.has_more_variables = texts_.has(container_, "envFrom");
        texts_.each_map(texts_.list(container_, "env"), [&](YAML::Node const& entry) {
            auto const name = texts_.text(entry, "name");
            if (!name) return texts_.see_odd();
            auto const secret = texts_.map(texts_.map(entry, "valueFrom"), "secretKeyRef");
            result_.variables.push_back({name->text, texts_.string(secret, "name"), name->place});
        });
    }

    void read_port(YAML::Node const& port) {
        auto const number = texts_.text(port, "containerPort");
        if (!number) return texts_.see_odd();
        auto const protocol = texts_.string(port, "protocol");
        if (!protocol.empty() && protocol != "TCP") return;
        result_.ports.push_back({*number, texts_.string(port, "name")});
    }

    void read_probe(std::string_view key, YAML::Node const& probe) {
        if (!probe.IsDefined()) return;
        model::ManifestProbe result;
        result.key = std::string(key);
        for (std::string_view const kind : {"httpGet", "tcpSocket", "grpc"}) {
            auto const asked = texts_.map(probe, kind);
            if (asked.IsDefined() && !texts_.has(asked, "host"))
                result.port = texts_.text(asked, "port");
        }
        auto command = words(texts_.map(probe, "exec"), "command");
        if (command) result.command = std::move(*command);
        result_.probes.push_back(std::move(result));
    }

    ManifestTexts& texts_;
    YAML::Node container_;
    YAML::Node pod_;
    PodContainer result_;
};

}  // namespace

PodContainer read_container(ManifestTexts& texts, YAML::Node const& container,
                            YAML::Node const& pod) {
    return ContainerReader(texts, container, pod).read();
}

}  // namespace dockcheck::kubernetes
