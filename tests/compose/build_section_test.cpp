// Build sections of compose files and of docker-bake.json.
#include "analyzer/compose/build_section.hpp"

#include <doctest/doctest.h>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dockcheck::compose {
namespace {

std::string text_of(std::optional<std::string> const& text) { return text ? *text : "?"; }

/// A line for each section: "web 3: context Dockerfile@target A=1 +other".
std::string drawn(Result<BuildSections> const& sections) {
    if (!sections) return sections.error().where + ": " + sections.error().text;
    std::string result;
    for (auto const& section : *sections) {
        result += section.name + " " + std::to_string(section.mark.line) + ": "
                  + text_of(section.context) + " " + text_of(section.dockerfile) + "@"
                  + text_of(section.target);
        for (auto const& [name, value, mark] : section.arguments) {
            result += " " + name + "=" + text_of(value);
        }
        for (auto const& name : section.contexts) result += " +" + name;
        if (!section.file.empty()) result += " in " + section.file;
        result += "\n";
    }
    return result;
}

std::string of_compose(std::string_view text) {
    return drawn(read_compose_file(text, "compose.yaml"));
}
class FilesInMemory final : public OtherFiles {
 public:
    explicit FilesInMemory(std::map<std::string, std::string> files) : files_(std::move(files)) {}
    std::optional<std::string> read(std::string const& path) override {
        ++reads;
        auto const found = files_.find(path);
        return found == files_.end() ? std::nullopt : std::optional(found->second);
    }
    int reads = 0;

 private:
    std::map<std::string, std::string> files_;
};

std::string of_project(std::map<std::string, std::string> files) {
    auto const first = files.at("compose.yaml");
    FilesInMemory others(std::move(files));
    return drawn(read_compose_file(first, "compose.yaml", &others));
}

std::string of_bake(std::string_view text) {
    return drawn(read_bake_file(text, "docker-bake.json"));
}

TEST_CASE("a compose file names contexts in two forms") {
    CHECK(of_compose("services:\n"
                     "  db: {image: postgres}\n"
                     "  web:\n"
                     "    build: ./web\n"
                     "  api:\n"
                     "    build:\n"
                     "      context: .\n"
                     "      dockerfile: docker/api.Dockerfile\n"
                     "      target: prod\n"
                     "      args: {A: 1, B: , C: $$x}\n"
                     "      additional_contexts: [shared=../shared]\n"
                     "  job:\n"
                     "    build:\n"
                     "      args: [A=b=c, D]\n")
          == "web 4: ./web Dockerfile@\n"
             "api 7: . docker/api.Dockerfile@prod A=1 B=? C=$x +shared\n"
             "job 14: . Dockerfile@ A=b=c D=?\n");
}

TEST_CASE("a service takes what it does not say from the one that it extends") {
    CHECK(of_compose("services:\n"
                     "  base:\n"
                     "    build: {context: ./app, dockerfile: prod.Dockerfile, args: {A: 1, B: 2}}\n"
                     "  short:\n"
                     "    build: ./short\n"
                     "  web:\n"
                     "    extends: {service: base}\n"
                     "    build: {target: web, args: {A: 3}}\n"
                     "  job:\n"
                     "    extends: short\n"
                     "    build: {args: [C=4]}\n"
                     "  same:\n"
                     "    extends: base\n")
          == "base 3: ./app prod.Dockerfile@ A=1 B=2\n"
             "short 5: ./short Dockerfile@\n"
             "web 8: ./app prod.Dockerfile@web A=3 B=2\n"
             "job 11: ./short Dockerfile@ C=4\n");
}

TEST_CASE("files that are included name contexts from their own folders") {
    CHECK(of_project({{"compose.yaml", "include:\n"
                                       "  - web/compose.yaml\n"
                                       "  - path: ../shared/infra.yaml\n"
                                       "    project_directory: .\n"
                                       "  - path: [jobs/a.yaml, jobs/b.yaml]\n"
                                       "  - ${WHERE}/compose.yaml\n"
                                       "  - oci://example.com/stack:1\n"
                                       "  - missing.yaml\n"
                                       "services:\n"
                                       "  own: {build: own}\n"},
                      {"web/compose.yaml", "include: [deeper/compose.yaml]\n"
                                           "services: {web: {build: .}, api: {build: ../api}}\n"},
                      {"web/deeper/compose.yaml", "services: {deep: {build: {context: ..}}}\n"},
                      {"../shared/infra.yaml", "services: {proxy: {build: proxy}}\n"},
                      {"jobs/a.yaml", "services: {one: {build: 1}, two: {build: 2}}\n"},
                      {"jobs/b.yaml", "services: {two: {build: {target: x}}, three: {build: 3}}\n"}})
          == "own 10: own Dockerfile@\n"
             "web 2: web Dockerfile@ in web/compose.yaml\n"
             "api 2: api Dockerfile@ in web/compose.yaml\n"
             "deep 1: web Dockerfile@ in web/deeper/compose.yaml\n"
             "proxy 1: proxy Dockerfile@ in ../shared/infra.yaml\n"
             "one 1: jobs/1 Dockerfile@ in jobs/a.yaml\n"
             "three 1: jobs/3 Dockerfile@ in jobs/b.yaml\n");
}

TEST_CASE("a service of another file is extended with the folder of that file") {
    CHECK(of_project({{"compose.yaml", "services:\n"
                                       "  web:\n"
                                       "    extends: {file: common/base.yaml, service: app}\n"
                                       "  job:\n"
                                       "    extends: {file: common/base.yaml, service: app}\n"
                                       "    build: {target: job, args: {A: 2}}\n"
                                       "  own:\n"
                                       "    extends: {file: common/base.yaml, service: app}\n"
                                       "    build: {context: ./own}\n"
                                       "  same:\n"
                                       "    extends: {file: compose.yaml, service: own}\n"
                                       "  lost:\n"
                                       "    extends: {file: common/base.yaml, service: gone}\n"
                                       "    build: {target: job}\n"},
                      {"common/base.yaml", "services:\n"
                                           "  root: {build: {context: ../app, args: {A: 1}}}\n"
                                           "  app:\n"
                                           "    extends: root\n"
                                           "    build: {dockerfile: prod.Dockerfile}\n"}})
          == "web 5: app prod.Dockerfile@ A=1 in common/base.yaml\n"
             "job 6: app prod.Dockerfile@job A=2\n"
             "own 9: ./own prod.Dockerfile@ A=1\n"
             "lost 14: ? ?@job\n");
}

TEST_CASE("files that include each other are read once, and only so many of them") {
    CHECK(of_project({{"compose.yaml", "include: [compose.yaml, a.yaml]\n"},
                      {"a.yaml",
                       "include: [a.yaml]\nservices: {x: {extends: {file: a.yaml, "
                       "service: x}, build: {context: b}}}\n"}})
              .starts_with("x 2: b ?@? in a.yaml\n"));
    std::string includes = "include:\n";
    for (int i = 0; i < 1000; ++i) includes += "  - " + std::to_string(i) + ".yaml\n";
    FilesInMemory others({});
    CHECK(read_compose_file(includes, "compose.yaml", &others).has_value());
    CHECK(others.reads <= 32);
}

TEST_CASE("what another file may say of a service is unknown") {
    CHECK(of_compose("services:\n"
                     "  web:\n"
                     "    extends: {file: base.yaml, service: web}\n"
                     "    build: {target: web}\n"
                     "  gone:\n"
                     "    extends: nobody\n"
                     "    build: {context: .}\n"
                     "  ring:\n"
                     "    extends: ring\n"
                     "    build: {context: a}\n")
          == "web 4: ? ?@web\n"
             "gone 7: . ?@?\n"
             "ring 10: a ?@?\n");
}

TEST_CASE("what the environment decides is unknown") {
    CHECK(of_compose("services:\n  a:\n    build: ${DIR:-.}\n  b:\n    build: {dockerfile: $F}\n")
          == "a 3: ? Dockerfile@\nb 5: . ?@\n");
}

TEST_CASE("repositories and Dockerfiles inside of the file are left out") {
    CHECK(of_compose("services:\n"
                     "  a: {build: 'https://example.com/x.git'}\n"
                     "  b: {build: 'git@example.com:x'}\n"
                     "  c: {build: {dockerfile_inline: FROM x}}\n")
          == "");
}

TEST_CASE("anchors and merges are followed") {
    CHECK(of_compose("x-build: &base {context: app, target: dev}\n"
                     "x-more: &more {dockerfile: D}\n"
                     "services:\n"
                     "  a: {build: {<<: [*base, *more], target: prod}}\n"
                     "  b: {build: *base}\n")
          == "a 4: app D@prod\nb 1: app Dockerfile@dev\n");
}

TEST_CASE("what is no compose file, and what is broken") {
    CHECK(of_compose("") == "");
    CHECK(of_compose("build: [") == "compose.yaml:1:1: no YAML: end of sequence flow not found");
    CHECK(of_compose("- build\n") == "");
    CHECK(of_compose("services: build\n") == "");
    CHECK(of_compose("services: {a: build, b: {build: []}, [c]: {build: .}}\n") == "");
}

TEST_CASE("anchors that multiply or hold themselves come to an end") {
    CHECK(of_compose("services: &s {w: *s, x: &b {build: *b, <<: *b}}\n")
          == "x 1: . Dockerfile@\n");
    std::string merges = "m0: &m0 {x: y}\n";
    for (int i = 1; i < 40; ++i) {
        auto const before = "*m" + std::to_string(i - 1);
        auto const name = "m" + std::to_string(i);
        merges += name + ": &" + name + " {<<: [" + before;
        for (int j = 0; j < 7; ++j) merges += ", " + before;
        merges += "]}\n";
    }
    CHECK(of_compose(merges + "services: {w: {build: *m39}}\n")
          == std::string("compose.yaml: ") + too_much);
}

TEST_CASE("a docker-bake.json names contexts, and targets inherit") {
    CHECK(of_bake(R"({"target": {
        "web": {"context": "web", "args": {"A": "1", "B": "${B}", "C": null}},
        "prod": {"inherits": ["web"], "dockerfile": "D", "target": "prod",
                 "contexts": {"other": "docker-image://x"}},
        "last": {"inherits": ["web", "prod"], "context": "here"},
        "far": {"context": "https://example.com/x.git"},
        "inline": {"dockerfile-inline": "FROM x"},
        "loop": {"inherits": ["loop"]}}})")
          == "web 0: web Dockerfile@ A=1 B=? C=?\n"
             "prod 0: web D@prod A=1 B=? C=? +other\n"
             "last 0: here D@prod A=1 B=? C=? +other\n"
             "loop 0: . Dockerfile@\n");
    CHECK(of_bake("{\"target\":\n 1,}")
          == "docker-bake.json:2:4: no JSON: Missing a name for object member.");
    CHECK(of_bake("[]") == "");
    CHECK(of_bake(std::string(100'000, '[')).starts_with("docker-bake.json:1:"));
}

/// "user root at 4:11; port 8000:80 at 8:9; mounts" of the first section.
std::string container(std::string_view yaml) {
    auto const sections = read_compose_file(yaml, "compose.yaml");
    REQUIRE(sections);
    REQUIRE(!sections->empty());
    auto const& told = sections->front().container;
    if (!told) return "elsewhere";
    std::string result;
    auto const add = [&](std::string_view name, std::optional<Written> const& text) {
        if (!text) return;
        result += std::string(name) + " " + text->text + " at " + std::to_string(text->mark.line)
                  + ":" + std::to_string(text->mark.column) + "; ";
    };
    add("user", told->user);
    add("command", told->command);
    if (told->has_entrypoint) result += "entrypoint; ";
    if (told->ports) {
        for (auto const& port : *told->ports) add("port", port);
    }
    if (told->has_environment) result += "environment; ";
    if (told->has_mounts) result += "mounts; ";
    if (!told->has_own_network) result += "network of several; ";
    if (told->is_optional) result += "optional; ";
    return result;
}

TEST_CASE("a service says how its container is started") {
    CHECK(container("services:\n"
                    "  web:\n"
                    "    build: .\n"
                    "    user: 'root'\n"
                    "    entrypoint: [tini, --]\n"
                    "    command: server --port 80\n"
                    "    ports:\n"
                    "      - 8000:80\n"
                    "      - {target: 9000, published: 90}\n"
                    "    environment: {A: 1, B: }\n"
                    "    volumes: ['.:/app']\n"
                    "    profiles: [dev]\n")
          == "user root at 4:11; command server --port 80 at 6:14; entrypoint; "
             "port 8000:80 at 8:9; port 9000 at 9:18; environment; mounts; optional; ");
    CHECK(container("services: {web: {build: ., env_file: .env, network_mode: host}}\n")
          == "environment; network of several; ");
    CHECK(container("services: {web: {build: ., extends: {file: other.yaml, service: x}}}\n")
          == "elsewhere");
    CHECK(container("x-web: &web {user: root, ports: ['1:2']}\n"
                    "services: {web: {<<: *web, build: ., command: null, ports: [[1]]}}\n")
          == "user root at 1:20; ");
}

TEST_CASE("who listens in the network of a service makes its ports those of both") {
    CHECK(container("services:\n"
                    "  web: {build: ., ports: ['80:80']}\n"
                    "  proxy: {image: nginx, network_mode: 'service:web'}\n")
          == "port 80:80 at 2:27; network of several; ");
    CHECK(container("services:\n"
                    "  web: {build: ., ports: ['80:80']}\n"
                    "  proxy: {build: proxy, network_mode: 'service:other'}\n")
          == "port 80:80 at 2:27; ");
}

/// The arguments of all sections that have a mark, with it.
std::string marked(std::string_view yaml) {
    auto const sections = read_compose_file(yaml, "compose.yaml");
    REQUIRE(sections);
    std::string result;
    for (auto const& section : *sections) {
        for (auto const& argument : section.arguments) {
            if (argument.mark.line == 0) continue;
            result += section.name + " " + argument.name + " " + std::to_string(argument.mark.line)
                      + ":" + std::to_string(argument.mark.column) + "; ";
        }
    }
    return result;
}

TEST_CASE("an argument that several Dockerfiles share belongs to none") {
    CHECK(marked("x-a: &a {A: 1}\n"
                 "services:\n"
                 "  web: {build: {context: ., args: {<<: *a, B: 2}}}\n"
                 "  two: {build: {context: ., args: {C: 3}}}\n")
          == "web B 3:44; web A 1:10; two C 4:36; ");
    CHECK(marked("x-a: &a {A: 1}\n"
                 "services:\n"
                 "  web: {build: {context: ., args: *a}}\n"
                 "  two: {build: {args: *a, dockerfile_inline: FROM x}}\n")
          == "");
}

/// "job: folder file @target A" for each section of a workflow.
std::string workflow(std::string_view yaml) {
    auto const sections = read_workflow_file(yaml, "ci.yml");
    if (!sections) return sections.error().text;
    std::string result;
    for (auto const& section : *sections) {
        result += section.name + " " + std::to_string(section.mark.line) + ": "
                  + section.context.value_or("?") + " " + section.dockerfile.value_or("?");
        if (section.target && !section.target->empty()) result += " @" + *section.target;
        for (auto const& argument : section.arguments) result += " " + argument.name;
        result += "\n";
    }
    return result;
}

TEST_CASE("a workflow says in which folder it builds") {
    CHECK(workflow("jobs:\n"
                   "  image:\n"
                   "    steps:\n"
                   "      - uses: docker/build-push-action@v6\n"
                   "        with:\n"
                   "          context: .\n"
                   "          file: ./docker/web/Dockerfile\n"
                   "          target: web\n"
                   "          build-args: |\n"
                   "            VERSION=1\n"
                   "            MODE\n"
                   "      - uses: docker/build-push-action@v6\n"
                   "        with: {context: web, file: web/prod.Dockerfile}\n"
                   "      - uses: docker/build-push-action@v6\n"
                   "        with: {context: web, file: docker/Dockerfile}\n"
                   "      - uses: docker/build-push-action@v6\n"
                   "        with: {context: '${{ matrix.folder }}'}\n")
          == "image 4: . docker/web/Dockerfile @web VERSION MODE\n"
             "image 12: web prod.Dockerfile\n"
             "image 14: web ../docker/Dockerfile\n");
}

TEST_CASE("lines of a workflow that build an image") {
    CHECK(workflow("jobs:\n"
                   "  image:\n"
                   "    steps:\n"
                   "      - run: |\n"
                   "          echo docker build x\n"
                   "          docker build -t shop:$TAG \\\n"
                   "            --build-arg A=\"$B\" -f web/Dockerfile . && docker push shop\n"
                   "          sudo docker buildx build --push --platform=linux/amd64 web\n"
                   "          docker build -t x \"$FOLDER\"\n"
                   "          docker build --unknown x .\n"
                   "          docker build - < Dockerfile\n"
                   "          cd web && docker build .\n"
                   "      - run: docker build -f a/Dockerfile .\n"
                   "        working-directory: b\n")
          == "image 4: . web/Dockerfile A\n"
             "image 4: web Dockerfile\n");
    // Another folder, or another repository.
    for (std::string const line : {"(cd web && docker build -t x .)", "{ cd web; docker build .; }",
                                   "if a; then cd web; docker build .; fi"}) {
        CHECK(workflow("jobs:\n  a:\n    steps:\n      - run: |\n          " + line + "\n") == "");
    }
    CHECK(workflow("jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n"
                   "        with: {path: shop}\n      - run: docker build -t x web\n")
          == "");
    CHECK(workflow("docker build: [") != "");
    CHECK(workflow("- docker build\n") == "");
    CHECK(workflow("jobs: {a: {steps: [{run: [docker build]}, docker build, {uses: 1}]}}\n") == "");
}

TEST_CASE("services of images that others make stand beside the sections") {
    auto const images_of = [](std::string_view text) {
        std::vector<ImageService> images;
        auto const sections = read_compose_file(text, "compose.yaml", nullptr, &images);
        std::string result = sections ? "" : sections.error().text;
        for (auto const& [name, image, container] : images) {
            result += name + ": " + image.text;
            for (auto const& mount : container.mounts) result += " " + mount.text;
            if (!container.variables) result += " ?";
            for (auto const& variable : container.variables.value_or(std::vector<std::string>()))
                result += " $" + variable;
            result += "\n";
        }
        return result;
    };
    std::string const web = "services:\n  web: {build: ., image: shop}\n";
    CHECK(
        images_of(web
                  + "  db:\n    image: postgres:18\n    environment: [A=1, B]\n"
                    "    volumes: [data:/srv, {type: bind, source: ., target: /x}, {type: npipe}]\n"
                    "  cache:\n    image: redis\n    tmpfs: /data\n    env_file: .env\n"
                    "    environment: {C: 1}\n")
        == "db: postgres:18 data:/srv /x $A $B\ncache: redis /data ?\n");
    CHECK(
        images_of(web + "  a: {image: \"x:$TAG\"}\n  b: {extends: c, image: x}\n  c: {image: []}\n")
        == "");
    CHECK(images_of(web + "  a: {image: x, environment: [\"$A=1\"]}\n") == "a: x ?\n");
    CHECK(images_of(web + "  a: {image: x, volumes: !reset []}\n") == "");
    CHECK(images_of("services: {a: {image: x}}\n") == "");
}

}  // namespace
}  // namespace dockcheck::compose
