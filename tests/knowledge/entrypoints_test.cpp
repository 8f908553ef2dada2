// Which images start a program by themselves.
#include "analyzer/knowledge/entrypoints.hpp"

#include <doctest/doctest.h>
#include <string_view>

using namespace dockcheck::knowledge;

namespace {

std::string_view started_by(std::string_view image) {
    auto const entrypoint = bare_entrypoint(image);
    return entrypoint ? entrypoint->shown : std::string_view("nothing known");
}

}  // namespace

TEST_CASE("interpreters of distroless images start by themselves, of mirrors too") {
    CHECK(started_by("gcr.io/distroless/nodejs22-debian12") == "node");
    CHECK(started_by("gcr.io/distroless/nodejs") == "node");
    CHECK(started_by("gcr.io/distroless/python3-debian13") == "python3");
    CHECK(started_by("gcr.io/distroless/java") == "java -jar");
    CHECK(started_by("registry.example.com/gcr.io/distroless/java21-debian12") == "java -jar");
    CHECK(started_by("registry.example.com/distroless/java21-debian12") == "java -jar");
    CHECK(started_by("docker.io/prom/prometheus") == "prometheus");
}

TEST_CASE("images that are no such, or somebody's own, are not known") {
    CHECK(started_by("gcr.io/distroless/java-base-debian12") == "nothing known");
    CHECK(started_by("gcr.io/distroless/base-debian12") == "nothing known");
    CHECK(started_by("registry.example.com/distroless/nodejs") == "nothing known");
    CHECK(started_by("registry.example.com/mydistroless/java21-debian12") == "nothing known");
    CHECK(started_by("node") == "nothing known");
}
