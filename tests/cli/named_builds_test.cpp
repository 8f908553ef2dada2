// Which build section names a Dockerfile on the disk.
#include "analyzer/cli/named_builds.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/config/temporary_folder.hpp"

namespace dockcheck::cli {
namespace {

using test::TemporaryFolder;

/// "CONTEXT (why) ARGUMENTS", below the folder, then notes.
std::string named(TemporaryFolder const& folder, std::string_view dockerfile) {
    ReadBuildFiles read;
    std::vector<std::string> notes;
    auto const build = named_build(folder.path(dockerfile), read, notes);
    std::string result = build ? build->context + " (" + build->why + ")" : "nothing";
    if (build) {
        for (auto const& argument : build->arguments) result += " " + argument;
    }
    for (auto const& note : notes) result += "\n" + note;
    auto const root = folder.path();
    for (auto at = result.find(root); at != std::string::npos; at = result.find(root)) {
        result.replace(at, root.size(), "~");
    }
    return result;
}

TEST_CASE("the nearest file that names the Dockerfile gives the context") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("web/Dockerfile", "");
    folder.write("web/compose.yml", "services: {other: {build: ./other}}\n");
    folder.write("compose.yaml",
                 "services:\n  web:\n    build: {context: ., dockerfile: web/Dockerfile}\n");
    CHECK(named(folder, "web/Dockerfile") == "~ (~/compose.yaml:3, service web)");
    folder.write("web/docker-bake.json", R"({"target": {"w": {}}})");
    CHECK(named(folder, "web/Dockerfile") == "~/web (~/web/docker-bake.json, target w)");
    CHECK(named(folder, "web/other.Dockerfile") == "nothing");
}

TEST_CASE(
    "compose files of other names, here and in a folder for them, are asked after the usual") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("web/Dockerfile", "");
    // It may be laid over the file of another project: its context is not its own.
    folder.write("docker-compose.override.yml",
                 "services: {web: {build: {dockerfile: web/Dockerfile, target: dev}}}\n");
    CHECK(named(folder, "web/Dockerfile") == "nothing");
    folder.write("deploy/compose.prod.yml",
                 "services:\n  web:\n    build:\n      context: ..\n"
                 "      dockerfile: web/Dockerfile\n      args: {A: x, B: y}\n");
    CHECK(named(folder, "web/Dockerfile")
          == "~ (~/deploy/compose.prod.yml:4, service web) A=x B=y");
    folder.write(
        "docker-compose.ci.yml",
        "services: {w: {build: {context: ., dockerfile: web/Dockerfile, args: {A: x}}}}\n");
    CHECK(named(folder, "web/Dockerfile") == "~ (~/docker-compose.ci.yml:1, service w) A=x");
    folder.write("docker-compose.dev.yml", "services: {w: {build: {context: web}}}\n");
    CHECK(named(folder, "web/Dockerfile")
          == "nothing\ncompose files build this Dockerfile in more than one context");
    folder.write("compose.yaml", "services: {web: {build: web}}\n");
    CHECK(named(folder, "web/Dockerfile") == "~/web (~/compose.yaml:1, service web)");
}

TEST_CASE("what an editor has of a compose file is read in place of what is on the disk") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("web/Dockerfile", "");
    folder.write("compose.yaml", "services: {web: {build: {context: web, target: old}}}\n");
    ReadBuildFiles read;
    std::vector<std::string> notes;
    FixedTexts const changed{
        {folder.path("compose.yaml"), "services: {web: {build: {context: web, target: new}}}\n"}};
    auto const build = named_build(folder.path("web/Dockerfile"), read, notes, {}, changed);
    REQUIRE(build);
    CHECK(build->targets == std::vector<std::string>{"new"});
}

TEST_CASE("where there is no Dockerfile, dockerfile is the one that is built") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("dockerfile", "");
    folder.write("compose.yaml", "services: {web: {build: .}}\n");
    CHECK(named(folder, "dockerfile") == "~ (~/compose.yaml:1, service web)");
    folder.write("Dockerfile", "");
    CHECK(named(folder, "dockerfile") == "nothing");
    CHECK(named(folder, "Dockerfile") == "~ (~/compose.yaml:1, service web)");
}

TEST_CASE("outside of a repository only the Dockerfile's folder is looked at") {
    TemporaryFolder const folder;
    folder.write("web/Dockerfile", "");
    folder.write("compose.yaml", "services: {web: {build: web}}\n");
    CHECK(named(folder, "web/Dockerfile") == "nothing");
}

TEST_CASE("services that agree are one, others are told") {
    TemporaryFolder const folder;
    folder.write("Dockerfile", "");
    folder.make("sub");
    folder.write("docker-compose.yml",
                 "services:\n"
                 "  a: {build: {args: {A: 1, B: 2}}}\n"
                 "  b: {build: {context: ., args: {A: 1, B: 3}}}\n");
    CHECK(named(folder, "Dockerfile") == "~ (~/docker-compose.yml:2, service a) A=1");
    folder.write("docker-compose.yml",
                 "services:\n  a: {build: .}\n"
                 "  b: {build: {context: sub, dockerfile: ../Dockerfile}}\n");
    CHECK(named(folder, "Dockerfile")
          == "nothing\n~/docker-compose.yml builds this Dockerfile in more than one context");
}

TEST_CASE("a broken or large file is told and passed over") {
    TemporaryFolder const folder;
    folder.write("Dockerfile", "");
    folder.write("compose.yaml", "build: [");
    folder.write("docker-bake.json", R"({"target": {"w": {}}})");
    CHECK(named(folder, "Dockerfile")
          == "~ (~/docker-bake.json, target w)\n"
             "~/compose.yaml:1:1 was not used: no YAML: end of sequence flow not found");
    folder.write("compose.yaml", "build: " + std::string(600'000, 'x'));
    CHECK(named(folder, "Dockerfile")
          == "~ (~/docker-bake.json, target w)\n"
             "~/compose.yaml was not used: it cannot be read, or is larger than 512 KiB");
}

TEST_CASE("the user's own arguments win over those of a compose file") {
    model::BuildOptions options;
    options.arguments["A"] = "mine";
    NamedBuild named;
    named.arguments = {"A=1", "B=2=3"};
    named.contexts = {"Shared"};
    named.targets = {"dev"};
    auto const result = with_named(options, named);
    CHECK(result.arguments.at("A") == "mine");
    CHECK(result.arguments.at("B") == "2=3");
    CHECK(result.contexts.contains("shared"));
    CHECK(result.targets.empty());
    CHECK(result.other_targets == named.targets);
}

/// "IMAGE=TARGET ..." of the services that build the Dockerfile of a folder.
std::string images(TemporaryFolder const& folder) {
    ReadBuildFiles read;
    std::vector<std::string> notes;
    std::string result;
    auto const build = named_build(folder.path("Dockerfile"), read, notes);
    if (!build) return "nothing";
    for (auto const& [image, target] : build->images) result += image + "=" + target + " ";
    return result;
}

TEST_CASE("services name what they build, where that is clear") {
    TemporaryFolder const folder;
    folder.make(".git");
    folder.write("Dockerfile", "");
    folder.write("compose.yaml",
                 "services:\n  a: {build: {context: ., target: web}, image: 'shop:1'}\n"
                 "  b: {build: ., image: 'shop:$TAG'}\n  c: {build: .}\n"
                 "  d: {build: ., image: both}\n  e: {build: other, image: both}\n"
                 "  f: {build: ., image: 'last:1'}\n  g: {build: ., image: 'last:1'}\n"
                 "  h: {image: 'last:1'}\n");
    CHECK(images(folder) == "shop:1=web last:1= last:1= ");
    folder.write("compose.override.yaml", "services: {a: {ports: ['80:80']}}\n");
    CHECK(images(folder) == "shop:1=web last:1= last:1= ");
    folder.write("compose.override.yaml", "services: {x: {build: x, image: 'shop:1'}}\n");
    CHECK(images(folder) == "last:1= last:1= ");
}

}  // namespace
}  // namespace dockcheck::cli
