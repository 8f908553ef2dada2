// Which images have a Python of a distribution that pip may not change, found from names and tags.
#include "analyzer/knowledge/managed_python.hpp"

#include <doctest/doctest.h>

using dockcheck::knowledge::distribution_with_managed_python;

TEST_CASE(
    "the Python of Debian 12, Ubuntu 23.04, Alpine 3.19 and newer is managed by apt and apk") {
    CHECK(distribution_with_managed_python("debian", "12-slim") == "debian");
    CHECK(distribution_with_managed_python("debian", "12.5") == "debian");
    CHECK(distribution_with_managed_python("debian", "trixie-20251117-slim") == "debian");
    CHECK(distribution_with_managed_python("debian", "stable-slim") == "debian");
    CHECK(distribution_with_managed_python("debian", "11") == "");
    CHECK(distribution_with_managed_python("debian", "bullseye-slim") == "");
    CHECK(distribution_with_managed_python("ubuntu", "24.04") == "ubuntu");
    CHECK(distribution_with_managed_python("ubuntu", "noble-20260101") == "ubuntu");
    CHECK(distribution_with_managed_python("ubuntu", "22.04") == "");
    CHECK(distribution_with_managed_python("alpine", "3.22.1") == "alpine");
    CHECK(distribution_with_managed_python("alpine", "3.18") == "");
    CHECK(distribution_with_managed_python("alpine", "") == "alpine");
    CHECK(distribution_with_managed_python("ubuntu", "latest") == "ubuntu");
}

TEST_CASE("tags of other images may name the release that they are made from") {
    CHECK(distribution_with_managed_python("node", "22-bookworm-slim") == "debian");
    CHECK(distribution_with_managed_python("node", "22-alpine3.22") == "alpine");
    CHECK(distribution_with_managed_python("nvidia/cuda", "12.6.0-runtime-ubuntu24.04")
          == "ubuntu");
    CHECK(distribution_with_managed_python("nvidia/cuda", "12.6.0-runtime-ubuntu22.04") == "");
    CHECK(distribution_with_managed_python("node", "22-alpine") == "");
    CHECK(distribution_with_managed_python("node", "12") == "");
}
