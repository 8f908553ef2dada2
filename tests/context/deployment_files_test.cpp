// What the files of a repository say of variables and mounts.
#include "analyzer/context/deployment_files.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <map>
#include <string>

namespace dockcheck::context {
namespace {

bool gives(std::string const& name, std::string text, std::string_view variable) {
    return DeploymentFiles(*memory_files({{name, std::move(text)}})).may_give(variable);
}

bool mounts(std::string const& name, std::string text, std::string_view path) {
    return DeploymentFiles(*memory_files({{name, std::move(text)}})).may_mount(path);
}

TEST_CASE("variables that manifests, scripts and notes give a container") {
    CHECK(gives("k8s/web.yaml", "env:\n- name: REGION\n", "REGION"));
    CHECK(gives("task.json", "{\"name\": \"REGION\"}", "REGION"));
    CHECK(gives("run.sh", "docker run -e REGION x\n", "REGION"));
    CHECK(gives("run.sh", "REGION=north; docker run x\n", "REGION"));
    CHECK(gives("README.md", "`docker run --env REGION x`\n", "REGION"));
    // A part of another word, a script about something else, a use, a mere mention.
    CHECK_FALSE(gives("k8s/web.yaml", "- name: REGIONS\n", "REGION"));
    CHECK_FALSE(gives("test.sh", "REGION=north python x.py\n", "REGION"));
    CHECK_FALSE(gives("run.sh", "docker run x:$REGION\n", "REGION"));
    CHECK_FALSE(gives("README.md", "The program reads REGION.\n", "REGION"));
    CHECK_FALSE(gives("node_modules/x/a.yaml", "REGION: x\n", "REGION"));
    CHECK_FALSE(gives(".env", "REGION=north\n", "REGION"));
    auto const files = memory_files({{".env", "REGION=x\n"}, {"c.yaml", "env_file: .env\n"}});
    CHECK(DeploymentFiles(*files).may_give("REGION"));
    auto const others = memory_files({{"a/.env", "REGION=x\n"}, {"b/c.yaml", "env_file: .env\n"}});
    CHECK_FALSE(DeploymentFiles(*others).may_give("REGION"));
}

TEST_CASE("mounts at a path or above it") {
    CHECK(mounts("run.sh", "docker run -v ./:/srv/app x\n", "/srv/app/main.py"));
    CHECK(mounts("dev.yaml", "volumes:\n- ./app:/srv/app/\n", "/srv/app"));
    CHECK(mounts("pod.yaml", "  mountPath: /srv\n", "/srv/app"));
    CHECK(mounts("run.sh", "podman run --mount type=bind,src=.,target=/srv x\n", "/srv"));
    CHECK_FALSE(mounts("run.sh", "docker run -v ./data:/srv/app/data x\n", "/srv/app"));
    CHECK_FALSE(mounts("run.sh", "docker run -v ./:/srv/apps x\n", "/srv/app"));
    CHECK_FALSE(mounts("run.sh", "export PATH=/bin:/srv/app\n", "/srv/app"));
    CHECK_FALSE(mounts("run.sh", "docker run -v ./:/srv x\n", "relative"));
}

TEST_CASE("of a path that is very deep nobody knows") {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "/a";
    CHECK(mounts("run.sh", "", deep));
}

TEST_CASE("a repository of compose files alone") {
    auto const is_alone = [](std::map<std::string, std::string, std::less<>> files) {
        return DeploymentFiles(*memory_files(std::move(files))).are_of_compose_alone();
    };
    CHECK(is_alone({{"compose.yaml", "services:\n"}, {"README.md", "docker compose up\n"}}));
    CHECK(is_alone({{"deploy/docker-compose.prod.yml", "services:\n"}}));
    CHECK_FALSE(is_alone({{"README.md", "docker run x\n"}}));
    CHECK_FALSE(is_alone({{"compose.yaml", ""}, {"k8s/web.yaml", "apiVersion: apps/v1\n"}}));
    CHECK_FALSE(is_alone({{"compose.yaml", ""}, {"deploy.sh", "kubectl apply -f x\n"}}));
    CHECK_FALSE(is_alone({{"compose.yaml", ""}, {"README.md", "or on Kubernetes\n"}}));
}

TEST_CASE("files that envsubst fills in") {
    auto const fills = [](std::string text) {
        return DeploymentFiles(*memory_files({{"build.sh", std::move(text)}}))
            .may_fill_in("Dockerfile");
    };
    CHECK(fills("envsubst < Dockerfile > x\n"));
    CHECK_FALSE(fills("envsubst < nginx.conf > x\n"));
    CHECK_FALSE(fills("docker build -f Dockerfile .\n"));
}

}  // namespace
}  // namespace dockcheck::context
