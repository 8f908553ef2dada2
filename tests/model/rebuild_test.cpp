// Which layers are built again, and which order would build less.
#include "analyzer/model/rebuild.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

using model::Fate;
using Cause = model::LayerFate::Cause;

/// `line fate` of all layers that are not taken from the cache: "3 again, 5 perhaps".
std::string rebuilt(std::string const& dockerfile, std::vector<std::string> changed,
                    test::Files files = {}) {
    test::Planned const planned(dockerfile, std::move(files), std::move(changed));
    std::string result;
    for (auto const& stage : planned.plan().stages) {
        for (std::size_t i = 0; i < stage.layers.size(); ++i) {
            auto const fate = stage.fates[i].fate;
            if (fate == Fate::cached) continue;
            result += fmt::format("{}{} {}", result.empty() ? "" : ", ",
                                  stage.layers[i].instruction->first_line,
                                  fate == Fate::rebuilt ? "again" : "perhaps");
        }
    }
    return result;
}

/// The lines that a better order puts in front of another one: "5 7 before 4".
std::string order(std::string const& dockerfile, std::vector<std::string> changed,
                  test::Files files = {}) {
    test::Planned const planned(dockerfile, std::move(files), std::move(changed));
    std::string result;
    for (auto const& found : planned.plan().orders) {
        for (auto const& move : found.moves) {
            for (auto const& file : move.files) result += fmt::format("[{}] ", file);
            result += fmt::format("{} ", move.instruction->first_line);
        }
        result += fmt::format("before {}\n", found.late->instruction->first_line);
    }
    return result;
}

TEST_CASE("a layer that takes a changed file is built again, and all below it") {
    std::string const file =
        "FROM python:3.12\n"
        "COPY requirements.txt .\n"
        "RUN pip install -r requirements.txt\n"
        "COPY src /app/src\n"
        "WORKDIR /app\n"
        "RUN python -m compileall src\n"
        "ENV A=b\n";
    CHECK(rebuilt(file, {"src/a.py"}) == "4 again, 5 again, 6 again");
    CHECK(rebuilt(file, {"requirements.txt"}) == "2 again, 3 again, 4 again, 5 again, 6 again");
    CHECK(rebuilt(file, {"srcs/a.py"}).empty());
    CHECK(rebuilt(file, {"README.md"}).empty());
}

TEST_CASE("patterns take what they match and what lies below a folder that they match") {
    auto const with = [](std::string const& source, std::string const& changed) {
        return !rebuilt("FROM scratch\nCOPY " + source + " /x/\n", {changed}).empty();
    };
    CHECK(with("*.py", "a.py"));
    CHECK_FALSE(with("*.py", "src/a.py"));
    CHECK(with("src*", "src1/a/b"));
    CHECK(with("a/*/c", "a/b/c/d"));
    CHECK_FALSE(with("a/*/c", "a/b/d"));
    CHECK(with("../x/./y", "x/y/z"));
    CHECK(with(".", "any/thing"));
}

TEST_CASE("what is excluded or ignored changes nothing") {
    CHECK(rebuilt("FROM scratch\nCOPY --exclude=*.md . /\n", {"a.md"}).empty());
    CHECK(rebuilt("FROM scratch\nCOPY --exclude=*.md . /\n", {"a.py"}) == "2 again");
    test::Files const files{{".dockerignore", "*.log\n"}};
    CHECK(rebuilt("FROM scratch\nCOPY . /\n", {"a.log"}, files).empty());
    CHECK(rebuilt("FROM scratch\nCOPY . /\n", {"a.txt"}, files) == "2 again");
}

TEST_CASE("a name that is not known may take the file") {
    CHECK(rebuilt("FROM scratch\nARG D\nCOPY src/$D /x\n", {"src/a"}) == "3 perhaps");
    CHECK(rebuilt("FROM scratch\nARG D\nCOPY src/$D /x\n", {"doc/a"}).empty());
}

TEST_CASE("bind mounts of the context count, caches and secrets do not") {
    CHECK(rebuilt("FROM scratch\nRUN --mount=type=bind,source=a,target=/a x\n", {"a/b"})
          == "2 again");
    CHECK(rebuilt("FROM scratch\nRUN --mount=target=/src x\n", {"a/b"}) == "2 again");
    CHECK(rebuilt("FROM scratch\nRUN --mount=type=cache,target=/a x\n", {"a/b"}).empty());
}

TEST_CASE("a child is built again with its parent, a copy from a stage only if the files differ") {
    std::string const file =
        "FROM golang:1.26 AS build\n"
        "COPY . .\n"
        "FROM build AS test\n"
        "RUN go test\n"
        "FROM scratch\n"
        "COPY --from=build /app /app\n"
        "COPY --link --from=nginx /x /x\n"
        "COPY README.md /\n";
    CHECK(rebuilt(file, {"main.go"}) == "2 again, 6 perhaps, 8 perhaps");
    CHECK(rebuilt(file, {"README.md"}) == "2 again, 6 perhaps, 8 again");
}

TEST_CASE("stages that are not built have no part in it, triggers have") {
    CHECK(rebuilt("FROM scratch AS a\nCOPY x /\nFROM scratch\nCOPY y /\n", {"x"}).empty());
    CHECK(rebuilt("FROM scratch AS a\nONBUILD COPY x /\nFROM a\nRUN b\n", {"x"})
          == "2 again, 4 again");
}

TEST_CASE("installs that need no files, or only their manifests, may stand before the sources") {
    test::Files const files{{"requirements.txt", "flask==3.0\n"}, {"app.py", "x = 1\n"}};
    CHECK(order("FROM python:3.12\n"
                "WORKDIR /app\n"
                "COPY . .\n"
                "ENV PIP_NO_CACHE_DIR=1\n"
                "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n"
                "RUN pip install -r requirements.txt\n"
                "COPY --from=nginx:1.27 /etc/mime.types /etc/mime.types\n"
                "RUN python -m compileall .\n"
                "RUN apt-get install -y git\n",
                {"app.py"}, files)
          == "4 5 [requirements.txt] 6 7 before 3\n");
}

TEST_CASE("an install stays where its own manifest changes or speaks of other files") {
    std::string const file = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";
    test::Files files{{"package.json", "{}\n"}, {"package-lock.json", "{}\n"}, {"a.js", ""}};
    CHECK(order(file, {"a.js"}, files) == "[package.json] [package-lock.json] 4 before 3\n");
    CHECK(order(file, {"package.json"}, files).empty());
    files["package.json"] = "{\"workspaces\": [\"a\"]}\n";
    CHECK(order(file, {"a.js"}, files).empty());
}

TEST_CASE("nothing moves past what may read the files or make others") {
    CHECK(
        order("FROM alpine:3.22\nCOPY . /app\nRUN /app/setup\nRUN apk add curl\n", {"x"}).empty());
    CHECK(order("FROM alpine:3.22\nCOPY . /app\nUSER app\nRUN apk add curl\n", {"x"}).empty());
    CHECK(order("FROM alpine:3.22\nCOPY . /app\nRUN apk add curl > /app/log\n", {"x"}).empty());
    CHECK(order("FROM alpine:3.22\nCOPY . .\nWORKDIR /app\nRUN apk add curl\n", {"x"}).empty());
    CHECK(order("FROM alpine:3.22\nCOPY . /app\nWORKDIR /app\nRUN apk add curl\n", {"x"})
          == "3 4 before 2\n");
}

}  // namespace
}  // namespace dockcheck
