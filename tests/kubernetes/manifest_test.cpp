// What manifests say of containers.
#include "analyzer/kubernetes/manifest.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::kubernetes {
namespace {

Manifest read(std::string text) {
    return read_manifest(std::make_shared<Source>("x.yaml", std::move(text)));
}

/// "KIND NAME: CONTAINER=IMAGE ..." a line for each workload.
std::string workloads(std::string text) {
    std::string result;
    for (auto const& workload : read(std::move(text)).workloads) {
        result += workload.kind + " " + workload.name + ":";
        for (auto const& container : workload.containers) {
            result += " " + container.told.name + (container.told.is_for_setup ? "*=" : "=")
                      + container.image;
        }
        result += "\n";
    }
    return result;
}

std::string pod_of(std::string const& container, std::string const& more = {}) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + more
           + "  containers:\n    - " + container + "\n";
}

model::PodContainer container_of(std::string const& text) {
    // The places point into the file, which the container holds.
    return read(text).workloads.at(0).containers.at(0).told;
}

TEST_CASE("all kinds that start pods are read, from all documents of a file") {
    std::string const pod =
        "{spec: {initContainers: [{name: i, image: x}], containers: [{name: c, image: y}]}}";
    CHECK(workloads("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: "
                    + pod
                    + "}\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: e}\n"
                      "spec: {jobTemplate: {spec: {template: "
                    + pod
                    + "}}}\n---\n"
                      "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n---\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: f}\n"
                      "spec: {containers: [{name: c, image: y}]}\n")
          == "Deployment d: i*=x c=y\nCronJob e: i*=x c=y\nPod f: c=y\n");
}

TEST_CASE("kinds of other APIs are none of them") {
    CHECK(workloads("apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {spec: "
                    "{containers: [{image: x}]}}}\n")
              .empty());
    CHECK(workloads("apiVersion: example.com/v1\nkind: Deployment\nmetadata: {name: d}\n").empty());
}

TEST_CASE("what is not whole has no containers") {
    CHECK(workloads(pod_of("{name: c}")) == "Pod p:\n");
    CHECK(workloads(pod_of("{image: x}")) == "Pod p:\n");
    CHECK(workloads(pod_of("{name: c, image: x, ports: 80}")) == "Pod p:\n");
    CHECK(workloads(pod_of("{name: c, image: x, env: [a]}")) == "Pod p:\n");
    CHECK(workloads(pod_of("{name: c, image: x}", "  os: {name: windows}\n")) == "Pod p:\n");
    CHECK(workloads(pod_of("{name: c, image: x, env: null}")) == "Pod p: c=x\n");
}

TEST_CASE("a container's own settings come before those of its pod") {
    auto const told = container_of(
        pod_of("{name: c, image: x, securityContext: {runAsUser: 5, readOnlyRootFilesystem: true}}",
               "  securityContext: {runAsUser: 7, runAsNonRoot: true}\n"));
    CHECK(told.run_as_user->text == "5");
    CHECK(told.run_as_user->place.text() == "5");
    CHECK(told.run_as_non_root->text == "true");
    CHECK(told.read_only_root->place.text() == "readOnlyRootFilesystem: true");
}

TEST_CASE("anchors and merged mappings are followed, to where the value stands") {
    auto const told = container_of(
        "apiVersion: v1\nkind: Pod\nx: &s {runAsUser: 0}\nmetadata: {name: p}\nspec:\n"
        "  containers:\n    - {name: c, image: x, securityContext: {<<: *s}}\n");
    CHECK(told.run_as_user->text == "0");
    CHECK(told.run_as_user->place.span.begin == 43);
}

TEST_CASE("ports are those of TCP, and called by name too") {
    auto const told =
        container_of(pod_of("{name: c, image: x, ports: [{containerPort: 53, protocol: UDP}, "
                            "{containerPort: 80, name: w}]}"));
    REQUIRE(told.ports.size() == 1);
    CHECK(told.port_number("w") == 80U);
    CHECK(told.port_number("81") == 81U);
    CHECK_FALSE(told.port_number("v"));
}

TEST_CASE("a volume covers what lies below its path") {
    auto const told = container_of(
        pod_of("{name: c, image: x, volumeMounts: [{name: v, mountPath: /var/cache/}]}"));
    CHECK(told.mounts_at("/var/cache"));
    CHECK(told.mounts_at("/var/cache/nginx"));
    CHECK_FALSE(told.mounts_at("/var/cached"));
    CHECK_FALSE(told.mounts_at("/var"));
}

TEST_CASE("one container is alone, two are not, nor is one with a sidecar") {
    CHECK(container_of(pod_of("{name: c, image: x}")).is_alone);
    CHECK_FALSE(container_of(pod_of("{name: c, image: x}\n    - {name: d, image: y}")).is_alone);
    auto const setup = read(pod_of(
        "{name: c, image: x}", "  initContainers: [{name: i, image: y, restartPolicy: Always}]\n"));
    CHECK_FALSE(setup.workloads[0].containers[1].told.is_alone);
}

TEST_CASE("a Service sends to pods that have all its labels, in its namespace") {
    auto const manifest = read(
        "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: n}\n"
        "spec: {selector: {a: b}, ports: [{port: 80}, {port: 81, targetPort: web}, "
        "{port: 53, protocol: UDP}]}\n");
    REQUIRE(manifest.services.size() == 1);
    auto const& service = manifest.services[0];
    REQUIRE(service.targets.size() == 2);
    CHECK(service.targets[0].text == "80");
    CHECK(service.targets[1].text == "web");
    Workload workload;
    CHECK_FALSE(service.selects(workload));
    workload.labels = {{"a", "b"}, {"c", "d"}};
    CHECK(service.selects(workload));
    workload.space = "m";
    CHECK_FALSE(service.selects(workload));
}

TEST_CASE("bytes of any kind are read or nothing") {
    CHECK(workloads("").empty());
    CHECK(workloads(std::string(100'000, '[')).empty());
    CHECK(workloads("apiVersion: [\n").empty());
    CHECK(workloads(pod_of("{name: c, image: \"\xff\"}")).starts_with("Pod p"));
    CHECK(workloads("\xEF\xBB\xBF" + pod_of("{name: c, image: x}")) == "Pod p: c=x\n");
    std::string windows;
    for (char const c : pod_of("{name: c, image: x, securityContext: {runAsUser: 0}}")) {
        if (c == '\n') windows += '\r';
        windows += c;
    }
    CHECK(container_of(windows).run_as_user->place.text() == "0");
}

TEST_CASE("aliases that multiply take no time") {
    std::string text = "apiVersion: v1\nkind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        auto const last = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last + ", " + last
                + ", " + last + ", " + last + "]\n";
    }
    CHECK(workloads(text + "spec: {containers: *a29}\n") == "Pod :\n");
    std::string merged = "apiVersion: v1\nkind: Pod\nm0: &m0 {q: r}\n";
    for (int i = 1; i < 30; ++i) {
        auto const last = "*m" + std::to_string(i - 1);
        merged += "m" + std::to_string(i) + ": &m" + std::to_string(i) + " {<<: [" + last + ", "
                  + last + ", " + last + "]}\n";
    }
    CHECK(workloads(merged + "spec: *m29\n").size() < 10);
}

TEST_CASE("templates are no manifests") {
    CHECK(may_be_manifest("apiVersion: v1\nkind: Pod\n"));
    CHECK_FALSE(may_be_manifest("apiVersion: v1\nkind: Pod\nname: {{ .Name }}\n"));
    CHECK_FALSE(may_be_manifest("kind: Pod\n"));
}

}  // namespace
}  // namespace dockcheck::kubernetes
