// The configuration of an image, and where each value comes from.
#include "analyzer/model/image_config.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "analyzer/report/plan_image.hpp"
#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// The rows of the last stage, a line each: `7 user: app`; `?` stands before what is not known.
std::string image(std::string const& dockerfile, model::BuildOptions options = {}) {
    test::Planned const planned(dockerfile, {}, {}, std::move(options));
    PlanWords const words(planned.plan());
    std::string result;
    for (auto const& row : image_rows(planned.plan(), words, *planned.build().targets().back())) {
        auto const line = row.line ? std::to_string(*row.line) : "-";
        result += fmt::format("{}{} {}: {}\n", row.is_known ? "" : "?", line, row.name, row.text);
    }
    return result;
}

TEST_CASE("each value has the line that set it last, in instructions of several lines too") {
    CHECK(image("FROM scratch\n"
                "ENV A=1 \\\n"
                "    B=2\n"
                "ENV A=3\n"
                "USER app\n"
                "WORKDIR /srv\n"
                "WORKDIR x\n"
                "EXPOSE 80 8000-8002/UDP\n"
                "VOLUME [\"/data\", \"/logs\"]\n"
                "LABEL a=b \\\n"
                "      c=\"d e\"\n"
                "STOPSIGNAL SIGQUIT\n"
                "MAINTAINER somebody\n"
                "HEALTHCHECK --interval=1m30s --timeout=500ms --retries=1 CMD [\"/check\", \"a\"]\n"
                "ENTRYPOINT [\"/run\"]\n"
                "CMD [\"a\", \"b \\\"c\\\"\"]\n")
          == "5 user: app\n"
             "7 workdir: /srv/x\n"
             "15 entrypoint: [\"/run\"]\n"
             "16 cmd: [\"a\", \"b \\\"c\\\"\"]\n"
             "- env: PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin  (the "
             "default)\n"
             "4 env: A=3\n"
             "3 env: B=2\n"
             "8 port: 80/tcp, 8000/udp, 8001/udp, 8002/udp\n"
             "9 volume: /data, /logs\n"
             "10 label: a=b\n"
             "11 label: c=d e\n"
             "14 healthcheck: [\"CMD\", \"/check\", \"a\"], every 90s, timeout 0.5s, 1 retry\n"
             "12 stop signal: SIGQUIT\n"
             "13 author: somebody\n");
}

TEST_CASE("the shell form has the SHELL of its own place") {
    CHECK(image("FROM scratch\n"
                "ENTRYPOINT run\n"
                "SHELL [\"/bin/bash\", \"-c\"]\n"
                "CMD $HOME/x  -a\n")
          == "?- user: root, nothing sets it\n"
             "- workdir: /  (the default)\n"
             "2 entrypoint: [\"/bin/sh\", \"-c\", \"run\"]\n"
             "4 cmd: [\"/bin/bash\", \"-c\", \"$HOME/x  -a\"]\n"
             "3 shell: [\"/bin/bash\", \"-c\"]\n"
             "- env: PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin  (the "
             "default)\n");
}

TEST_CASE("what a base image may set is not known, and why a value is not known is told") {
    CHECK(image("ARG TAG\n"
                "FROM registry.example/base:${TAG:-1}\n"
                "ARG VERSION\n"
                "ARG TARGETARCH\n"
                "ENV PATH=/opt/bin:$PATH API_TOKEN=x\n"
                "LABEL version=$VERSION-$TARGETARCH\n"
                "WORKDIR app\n"
                "CMD run\n")
          == "?- user: not known: the base image may set it\n"
             "?7 workdir: not known: it depends on what the base image sets\n"
             "?- entrypoint: not known: the base image may set it\n"
             "8 cmd: [\"/bin/sh\", \"-c\", \"run\"]\n"
             "?- shell: [\"/bin/sh\", \"-c\"] unless the base image sets another\n"
             "?5 env: PATH=/opt/bin:$PATH (not known: PATH may come from the base image)\n"
             "5 env: API_TOKEN=***\n"
             "?6 label: version=$VERSION-$TARGETARCH (not known: ARG VERSION of line 3 has no "
             "value; --build-arg VERSION=... gives one and TARGETARCH depends on --platform)\n"
             "?- not known: what the base image registry.example/base:${TAG:-1} may bring: "
             "healthcheck, stop signal, author, more env, ports, volumes and labels\n");
}

TEST_CASE("build arguments and the platform make values known") {
    model::BuildOptions options;
    options.arguments["VERSION"] = "2";
    options.platform = "linux/arm64";
    CHECK(image("FROM scratch\n"
                "ARG VERSION=1\n"
                "ARG TARGETARCH\n"
                "LABEL version=$VERSION-$TARGETARCH\n",
                options)
              .find("4 label: version=2-arm64\n")
          != std::string::npos);
}

TEST_CASE("ENTRYPOINT drops the CMD of a parent, not that of its own stage") {
    CHECK(image("FROM scratch AS a\nCMD [\"x\"]\nFROM a\nENTRYPOINT [\"y\"]\n")
              .find("?- cmd: none, the ENTRYPOINT of line 4 drops an inherited one\n")
          != std::string::npos);
    CHECK(image("FROM scratch AS a\nCMD [\"x\"]\nENTRYPOINT [\"y\"]\nFROM a\n")
              .find("2 cmd: [\"x\"]\n")
          != std::string::npos);
}

TEST_CASE("ONBUILD acts in the child, once, and is kept until then") {
    std::string const parent =
        "FROM scratch AS a\n"
        "ONBUILD ENV X=1\n"
        "ONBUILD USER app\n";
    CHECK(image(parent).find("2 onbuild: ENV X=1\n3 onbuild: USER app\n") != std::string::npos);
    auto const child = image(parent + "FROM a AS b\nUSER root\nFROM b\n");
    CHECK(child.find("5 user: root\n") != std::string::npos);
    CHECK(child.find("2 env: X=1\n") != std::string::npos);
    CHECK(child.find("onbuild") == std::string::npos);
}

TEST_CASE("Windows images have their own paths and shell") {
    CHECK(image("# escape=`\n"
                "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\n"
                "WORKDIR C:\\app\\x\\..\n"
                "CMD run\n")
              .find("3 workdir: \\app\n")
          != std::string::npos);
    CHECK(image("FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD run\n")
              .find("2 cmd: [\"cmd\", \"/S\", \"/C\", \"run\"]\n")
          != std::string::npos);
}

TEST_CASE("an image is of the system that its first FROM asks for") {
    auto const system = [](std::string const& dockerfile) {
        test::Planned const planned(dockerfile, {});
        auto const& build = planned.build();
        return std::string(model::image_config(build, *build.targets().back()).os);
    };
    CHECK(system("FROM debian:12\n") == "linux");
    CHECK(system("FROM --platform=darwin/arm64 tools AS a\nFROM a\n") == "darwin");
    CHECK(system("ARG SYSTEM=darwin\nFROM --platform=$SYSTEM/arm64 tools\n") == "darwin");
    CHECK(system("FROM --platform=freebsd/amd64 scratch\n") == "linux");
    CHECK(system("FROM --platform=$TARGETPLATFORM tools\n") == "linux");
    CHECK(system("FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\n") == "windows");
}

TEST_CASE("a long range of ports is not written out") {
    CHECK(image("FROM scratch\nEXPOSE 1-65535\n")
              .find("2 port: 1/tcp, 2/tcp, 3/tcp, 4/tcp, 5/tcp, 6/tcp, 7/tcp, 8/tcp, ... (65535 in "
                    "all), 65535/tcp\n")
          != std::string::npos);
}

TEST_CASE("the configuration of a base that is given is taken whole") {
    model::BuildOptions options;
    auto& base = options.bases["app"];
    base.environment = {{"PATH", "/opt/bin"}, {"HOME", "/home/app"}};
    base.user = "app";
    base.workdir = "/srv";
    base.cmd = {"serve"};
    base.ports = {"80/tcp"};
    CHECK(image("FROM app\nWORKDIR x\nENV PATH=/x:$PATH\nEXPOSE 81\n", options)
          == "- user: app  (from the base image)\n"
             "2 workdir: /srv/x\n"
             "?- entrypoint: none\n"
             "- cmd: [\"serve\"]  (from the base image)\n"
             "3 env: PATH=/x:/opt/bin\n"
             "- env: HOME=/home/app  (from the base image)\n"
             "- port: 80/tcp  (from the base image)\n"
             "4 port: 81/tcp\n");
}

TEST_CASE("--target all is every stage, unless one has that name") {
    auto const targets = [](std::string const& names) {
        model::BuildOptions options;
        options.targets = {"all"};
        test::Planned const planned("FROM a AS one\nFROM scratch AS " + names + "\nFROM b\n", {},
                                    {}, std::move(options));
        std::string result;
        for (auto const* stage : planned.build().targets()) {
            result += std::to_string(stage->index) + " ";
        }
        return result;
    };
    CHECK(targets("two") == "0 1 2 ");
    CHECK(targets("All") == "1 ");
}

}  // namespace
}  // namespace dockcheck
