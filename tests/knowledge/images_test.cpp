// What is known about images.
#include "analyzer/knowledge/images.hpp"

#include <doctest/doctest.h>
#include <string_view>

using namespace dockcheck::knowledge;

TEST_CASE("variants are told apart by the parts of the tag") {
    CHECK(known_image("python", "3.12")->family == ImageFamily::debian);
    CHECK(known_image("python", "3.12-slim")->shell == ShellKind::dash);
    CHECK(known_image("python", "3.12-alpine3.19")->shell == ShellKind::busybox);
    CHECK(known_image("python", "3.12-windowsservercore-ltsc2022")->family == ImageFamily::windows);
    CHECK(known_image("php", "8-fpm-alpine")->workdir == "/var/www/html");
    CHECK(known_image("php", "8-cli")->workdir == "");
    CHECK(known_image("golang", "1.22-alpine")->workdir == "/go");
    CHECK(known_image("tomcat", "9")->workdir == "/usr/local/tomcat");
    CHECK(known_image("somebody/python", "3") == nullptr);
    // Variants that are newer than the table.
    CHECK(known_image("mcr.microsoft.com/dotnet/sdk", "11.0-azurelinux4.0-amd64") == nullptr);
    CHECK(known_image("node", "24-ubi10") == nullptr);
    CHECK(known_image("node", "24-bookworm-slim")->family == ImageFamily::debian);
    CHECK(known_image("ubuntu", "noble")->family == ImageFamily::ubuntu);
}

TEST_CASE("who runs when nobody is named") {
    CHECK(known_image("debian", "12")->rights == Rights::root);
    CHECK(known_image("gcr.io/distroless/static-debian12", "nonroot")->user == "65532");
    CHECK(known_image("gcr.io/distroless/base", "latest")->rights == Rights::root);
    CHECK(known_image("gcr.io/distroless/base", "debug-nonroot")->shell == ShellKind::busybox);
    CHECK(known_image("cgr.dev/chainguard/python", "latest-dev")->rights == Rights::not_root);
    CHECK(known_image("cgr.dev/chainguard/wolfi-base", "latest")->rights == Rights::root);
    CHECK(known_image("bitnami/redis", "7")->rights == Rights::not_root);
    CHECK(known_image("docker.io/nginxinc/nginx-unprivileged", "alpine")->user == "101");
    CHECK(known_image("ghcr.io/a/web-unprivileged", "1")->rights == Rights::not_root);
    CHECK(known_image("mcr.microsoft.com/dotnet/aspnet", "8.0-jammy-chiseled")->rights
          == Rights::not_root);
    CHECK(known_image("haproxy", "2")->rights == Rights::unknown);
    CHECK_FALSE(known_image("bitnami/redis", "7")->user.has_value());
}

TEST_CASE("a version decides where an image went over to another distribution") {
    CHECK(known_image("mysql", "5.6")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "5.7.37")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "5.7.38")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "5.7")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "5")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "8.0.4-rc")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "8.0.28")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "8.0.29")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "8.0")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "26.7.0-oraclelinux9")->family == ImageFamily::rpm);
    CHECK(known_image("mysql", "8.0.36-debian")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "8.0-bookworm")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "debian")->family == ImageFamily::debian);
    CHECK(known_image("mysql", "something")->family == ImageFamily::unknown);
    CHECK(known_image("openjdk", "8u342-jdk")->family == ImageFamily::debian);
    CHECK(known_image("openjdk", "11.0.16")->family == ImageFamily::debian);
    CHECK(known_image("openjdk", "12")->family == ImageFamily::rpm);
    CHECK(known_image("openjdk", "17.0.2-slim")->family == ImageFamily::debian);
    CHECK(known_image("openjdk", "17-alpine")->family == ImageFamily::alpine);
    CHECK(known_image("openjdk", "17-jdk-windowsservercore")->family == ImageFamily::windows);
    CHECK(known_image("openjdk", "17-jdk-buster")->family == ImageFamily::debian);
}

TEST_CASE("variables that an image may set") {
    auto const& python = *known_image("python", "3");
    CHECK(sets_environment(python, "PYTHON_VERSION"));
    CHECK(sets_environment(python, "PATH"));
    CHECK_FALSE(sets_environment(python, "APP_HOME"));
    CHECK(sets_environment(*known_image("bitnami/redis", "7"), "ANYTHING"));
}

TEST_CASE("commands are words") {
    auto command = *known_image("nginx", "1")->cmd;
    CHECK(take_word(command) == "nginx");
    CHECK(take_word(command) == "-g");
    CHECK(take_word(command) == "daemon off;");
    CHECK(command.empty());
}

TEST_CASE("names lose what does not matter") {
    CHECK(canonical_name("docker.io/library/node") == "node");
    CHECK(canonical_name("index.docker.io/bitnami/redis") == "bitnami/redis");
    CHECK(canonical_name("arm32v7/node") == "node");
    CHECK(canonical_name("ghcr.io/library/node") == "ghcr.io/library/node");
}
