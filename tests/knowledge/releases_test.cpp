// Which release of a distribution names and tags of images stand for.
#include "analyzer/knowledge/releases.hpp"

#include <doctest/doctest.h>
#include <string>

namespace {

std::string told(std::string_view image, std::string_view tag) {
    auto const release = dockcheck::knowledge::release_of(image, tag);
    if (!release) return "";
    std::string text(release->product);
    text += ' ';
    text += release->number;
    if (!release->name.empty()) text += " (" + std::string(release->name) + ")";
    return text;
}

}  // namespace

TEST_CASE("tags of a distribution's own image name its release by number or name") {
    CHECK(told("debian", "10-slim") == "debian 10 (buster)");
    CHECK(told("debian", "9.13") == "debian 9 (stretch)");
    CHECK(told("docker.io/library/debian", "buster-20210816-slim") == "debian 10 (buster)");
    CHECK(told("ubuntu", "19.10") == "ubuntu 19.10 (eoan)");
    CHECK(told("ubuntu", "groovy-20210614") == "ubuntu 20.10 (groovy)");
    CHECK(told("centos", "7.9.2009") == "centos 7");
    CHECK(told("centos", "centos6.10") == "centos 6");
    CHECK(told("centos", "latest") == "centos 8");
    CHECK(told("quay.io/centos/centos", "stream8") == "centos stream8");
    CHECK(told("alpine", "3.20.3") == "alpine 3.20");
}

TEST_CASE("tags of official images may name the release that they are made from") {
    CHECK(told("python", "3.6-stretch") == "debian 9 (stretch)");
    CHECK(told("buildpack-deps", "jessie-scm") == "debian 8 (jessie)");
    CHECK(told("node", "22-alpine3.22") == "alpine 3.22");
    CHECK(told("mcr.microsoft.com/dotnet/core/sdk", "3.1-buster") == "debian 10 (buster)");
}

TEST_CASE("tags that move on, other images and names of other things stand for no release") {
    CHECK(told("debian", "stable-slim") == "");
    CHECK(told("debian", "") == "");
    CHECK(told("ubuntu", "latest") == "");
    CHECK(told("ubuntu", "buster") == "");
    CHECK(told("centos", "stream9") == "");
    CHECK(told("quay.io/centos/centos", "latest") == "");
    CHECK(told("node", "10") == "");
    CHECK(told("ros", "kinetic") == "");
    CHECK(told("debian/eol", "stretch") == "");
    CHECK(told("our-own-base", "stretch") == "");
    CHECK(told("example.com/python", "3.6-stretch") == "");
}
