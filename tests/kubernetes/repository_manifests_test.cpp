// What the manifests of a repository say together.
#include "analyzer/kubernetes/repository_manifests.hpp"

#include <doctest/doctest.h>
#include <map>
#include <string>

namespace dockcheck::kubernetes {
namespace {

using Texts = std::map<std::string, std::string>;

/// "WORKLOAD/CONTAINER TARGET: PORTS OF SERVICES" a line for each container of the image "shop".
std::string containers(Texts const& texts, std::vector<NamedImage> const& others = {}) {
    RepositoryManifests manifests;
    for (auto const& [path, text] : texts) {
        if (RepositoryManifests::is_wanted(text))
            manifests.add(path, std::make_shared<Source>(path, text));
    }
    std::string result;
    for (auto const& container :
         manifests.containers_of({{"shop", true, ""}, {"shop:other", false, ""}}, others)) {
        result += container.workload + "/" + container.name + ":";
        for (auto const& port : container.services) result += " " + port.target.text;
        result += "\n";
    }
    return result;
}

std::string pod(std::string const& name, std::string const& image) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", labels: {app: " + name
           + "}}\nspec: {containers: [{name: c, image: '" + image + "'}]}\n";
}

std::string service(std::string const& app, std::string const& port) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: " + app
           + "}, ports: [{port: 1, targetPort: " + port + "}]}\n";
}

TEST_CASE(
    "containers of the image are found in all files, and those of other Dockerfiles are not") {
    CHECK(containers({{"a.yaml", pod("a", "shop:1") + pod("b", "shop:other")},
                      {"k/b.yaml", pod("c", "docker.io/library/shop") + pod("d", "shopping")}})
          == "the Pod a/c:\nthe Pod c/c:\n");
}

TEST_CASE("what the first list names is not looked for in the second one") {
    CHECK(containers({{"a.yaml", pod("a", "shop:other") + pod("b", "web:1")}},
                     {{"shop:other", true, ""}, {"web:1", true, ""}})
          == "the Pod b/c:\n");
}

TEST_CASE("Services of the same folder belong to a workload, where they select no other one") {
    CHECK(containers({{"k/a.yaml", pod("a", "shop")},
                      {"k/s.yaml", service("a", "80") + service("b", "81")},
                      {"s.yaml", service("a", "82")}})
          == "the Pod a/c: 80\n");
    CHECK(containers({{"k/a.yaml", pod("a", "shop") + pod("a", "nginx")},
                      {"k/s.yaml", service("a", "80")}})
          == "the Pod a/c:\n");
}

TEST_CASE("manifests that a kustomization with patches names are passed over") {
    Texts texts{{"a.yaml", pod("a", "shop")},
                {"b.yaml", pod("b", "shop")},
                {"kustomization.yaml", "resources: [a.yaml]\n"}};
    CHECK(containers(texts) == "the Pod a/c:\nthe Pod b/c:\n");
    texts["prod/kustomization.yaml"] = "resources: [..]\npatches: [{path: p.yaml}]\n";
    CHECK(containers(texts) == "the Pod b/c:\n");
    texts["flux.yaml"] =
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {patches: []}\n";
    CHECK(containers(texts).empty());
}

TEST_CASE("a kustomization without an ending, and patches that Argo CD applies, count as well") {
    Texts texts{{"a.yaml", pod("a", "shop")},
                {"kustomization.yaml", "resources: [a.yaml]\n"},
                {"prod/Kustomization", "resources: [..]\n"}};
    auto const application =
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: {path: .";
    texts["argo.yaml"] = application + std::string(", kustomize: {namePrefix: x-}}}\n");
    CHECK(containers(texts) == "the Pod a/c:\n");
    texts["prod/Kustomization"] = "resources: [..]\npatches: [{path: p.yaml}]\n";
    CHECK(containers(texts).empty());
    texts.erase("prod/Kustomization");
    CHECK(containers(texts) == "the Pod a/c:\n");
    texts["argo.yaml"] = application + std::string(", kustomize:  {patches: []}}}\n");
    CHECK(containers(texts).empty());
}

TEST_CASE("more than anybody has is not read at all") {
    Texts texts{{"a.yaml", pod("a", "shop")}};
    auto const filler = "#" + std::string(500'000, ' ') + "\n";
    for (int i = 0; i < 9; ++i) texts["f" + std::to_string(i) + ".yaml"] = filler + pod("x", "y");
    CHECK(containers(texts).empty());
}

}  // namespace
}  // namespace dockcheck::kubernetes
