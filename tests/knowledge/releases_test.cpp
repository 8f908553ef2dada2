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

TEST_CASE("tags that are built no more stand for the release that they were last made from") {
    CHECK(told("python", "3.7.6") == "debian 10 (buster)");
    CHECK(told("python", "3.7") == "debian 12 (bookworm)");
    CHECK(told("python", "3.6.5-slim") == "debian 9 (stretch)");
    CHECK(told("python", "3.6.5-onbuild") == "debian 8 (jessie)");
    CHECK(told("node", "14.4") == "debian 9 (stretch)");
    CHECK(told("node", "14") == "debian 10 (buster)");
    CHECK(told("node", "boron-slim") == "debian 9 (stretch)");
    CHECK(told("ruby", "2.5") == "debian 10 (buster)");
    CHECK(told("golang", "1.13") == "debian 10 (buster)");
    CHECK(told("golang", "onbuild") == "debian 8 (jessie)");
    CHECK(told("php", "7.3-apache") == "debian 11 (bullseye)");
    CHECK(told("openjdk", "8-jdk") == "debian 11 (bullseye)");
    CHECK(told("openjdk", "8u151-jre") == "debian 9 (stretch)");
    CHECK(told("java", "openjdk-8-jdk") == "debian 8 (jessie)");
    CHECK(told("public.ecr.aws/docker/library/node", "8") == "debian 9 (stretch)");
    CHECK(told("amd64/node", "8") == "debian 9 (stretch)");
    CHECK(told("node", "12-alpine") == "alpine 3.15");
    CHECK(told("mcr.microsoft.com/dotnet/core/sdk", "3.1") == "debian 10 (buster)");
    CHECK(told("mcr.microsoft.com/dotnet/runtime", "2.1") == "debian 9 (stretch)");
    CHECK(told("php", "7.4-fpm-alpine") == "alpine 3.16");
}

TEST_CASE(
    "tags that are still built, and words that the table does not have, stand for no release") {
    CHECK(told("python", "3.13") == "");
    CHECK(told("python", "3.7.6-alpine") == "");
    CHECK(told("python", "3.7.6-rc1") == "");
    CHECK(told("python", "3.7.6.1") == "");
    CHECK(told("python", "3.7.") == "");
    CHECK(told("python", "3.7.999999999999999") == "");
    CHECK(told("node", "8u1") == "");
    CHECK(told("node", "latest") == "");
    CHECK(told("arm64v8/node", "8") == "");
    CHECK(told("somebody/node", "8") == "");
}

TEST_CASE("tags that move on, other images and names of other things stand for no release") {
    CHECK(told("debian", "stable-slim") == "");
    CHECK(told("debian", "") == "");
    CHECK(told("ubuntu", "latest") == "");
    CHECK(told("ubuntu", "buster") == "");
    CHECK(told("centos", "stream9") == "");
    CHECK(told("quay.io/centos/centos", "latest") == "");
    CHECK(told("node", "22") == "");
    CHECK(told("ros", "kinetic") == "");
    CHECK(told("debian/eol", "stretch") == "");
    CHECK(told("our-own-base", "stretch") == "");
    CHECK(told("example.com/python", "3.6-stretch") == "");
}
