// When the support of release lines ends, found from names and tags.
#include "analyzer/knowledge/support.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace {

using namespace dockcheck::knowledge;

std::string text_of(std::optional<SupportEnd> const& end) {
    if (!end) return "-";
    return std::string(end->product) + ' ' + std::string(end->release) + ' '
           + std::string(end->date);
}
std::string line(std::string_view image, std::string_view tag) {
    return text_of(support_end(image, tag));
}
std::string base(std::string_view image, std::string_view tag) {
    return text_of(base_support_end(image, tag));
}

TEST_CASE("the release to move to is the one that is supported the longest on that day") {
    auto const longest = [](std::string_view product, std::string_view today) {
        auto const end = longest_support(product, today);
        return end ? std::string(end->release) + " " + std::string(end->date) : "-";
    };
    CHECK(longest("python", "2026-11-27") == "3.14 2030-10-31");
    CHECK(longest("debian", "2026-11-27") == "13 2030-06-30");
    CHECK(longest("debian", "2040-01-01") == "-");
    CHECK(longest("golang", "2026-11-27") == "-");
    CHECK(longest("nobody", "2026-11-27") == "-");
}

}  // namespace

TEST_CASE("a version belongs to its release line") {
    CHECK(line("python", "3.8.3-alpine") == "python 3.8 2024-10-07");
    CHECK(line("python", "3.8") == "python 3.8 2024-10-07");
    CHECK(line("node", "14-buster-slim") == "node 14 2023-04-30");
    CHECK(line("node", "14.21.3") == "node 14 2023-04-30");
    CHECK(line("php", "7.4-fpm") == "php 7.4 2022-11-28");
    CHECK(line("ubuntu", "18.04") == "ubuntu 18.04 2023-05-31");
    CHECK(line("centos", "7.9.2009") == "centos 7 2024-06-30");
    CHECK(line("centos", "centos7") == "centos 7 2024-06-30");
    CHECK(line("alpine", "3.12.1") == "alpine 3.12 2022-05-01");
    CHECK(line("traefik", "v1.7-alpine") == "traefik 1.7 2021-12-31");
    CHECK(line("mcr.microsoft.com/dotnet/sdk", "6.0-alpine") == "dotnet 6 2024-11-12");
}

TEST_CASE("Java tags give their major version") {
    CHECK(line("openjdk", "8-jdk") == "openjdk 8 2022-07-31");
    CHECK(line("openjdk", "8u212-jre-alpine") == "openjdk 8 2022-07-31");
    CHECK(line("java", "openjdk-8-jre") == "java 8 2016-12-31");
    CHECK(line("java", "8-alpine") == "java 8 2016-12-31");
    CHECK(line("openjdk", "11-jre-slim") == "openjdk 11 2022-07-31");
    CHECK(line("eclipse-temurin", "20.0.2_9-jre") == "eclipse-temurin 20 2023-09-19");
}

TEST_CASE("code names are releases") {
    CHECK(line("debian", "buster-slim") == "debian buster 2024-06-30");
    CHECK(line("debian", "10.3-slim") == "debian 10 2024-06-30");
    CHECK(line("ubuntu", "bionic-20200403") == "ubuntu bionic 2023-05-31");
    CHECK(line("node", "gallium-alpine") == "node gallium 2023-09-11");
    CHECK(line("centos", "stream8") == "centos stream8 2024-05-31");
}

TEST_CASE("tags that move on have no end") {
    for (std::string_view const tag : {"", "latest", "3", "slim", "alpine", "lts-alpine", "buster",
                                       "3.15-rc", "3.13.0b1", "3.15.0rc1-slim", "nonsense", "99.9"})
        CHECK_MESSAGE(line("python", tag) == "-", tag);
    CHECK(line("node", "lts-alpine") == "-");
    CHECK(line("debian", "stable-slim") == "-");
    CHECK(line("nobody/python", "2.7") == "-");
}

TEST_CASE("the front of a version counts when all of its lines had ended") {
    CHECK(line("php", "7") == "php 7.4 2022-11-28");
    CHECK(line("redis", "5-alpine") == "redis 5.0 2022-04-27");
    CHECK(line("golang", "1") == "-");
    CHECK(line("mysql", "8") == "-");
}

TEST_CASE("aliases and mirrors of Docker Hub are the same images") {
    CHECK(line("docker.io/library/python", "3.7") == line("python", "3.7"));
    CHECK(line("public.ecr.aws/docker/library/python", "3.7") == line("python", "3.7"));
    CHECK(line("arm64v8/python", "3.7") == line("python", "3.7"));
}

TEST_CASE("the distribution in a tag is another answer") {
    CHECK(base("python", "3.12-slim-buster") == "debian buster 2024-06-30");
    CHECK(base("python", "buster") == "debian buster 2024-06-30");
    CHECK(base("node", "20-alpine3.12") == "alpine 3.12 2022-05-01");
    CHECK(base("mcr.microsoft.com/dotnet/aspnet", "6.0-focal") == "ubuntu focal 2025-05-29");
    CHECK(base("buildpack-deps", "stretch-scm") == "debian stretch 2022-07-01");
    CHECK(base("eclipse-temurin", "17-jdk-centos7") == "centos 7 2024-06-30");
    CHECK(base("python", "3.12-alpine") == "-");
    CHECK(base("debian", "buster") == "-");
    CHECK(base("somebody/app", "1-buster") == "-");
}
