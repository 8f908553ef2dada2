// The drawing of a plan: whole texts.
#include "analyzer/report/plan.hpp"

#include <doctest/doctest.h>

#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

constexpr char const* service = R"text(ARG PYTHON=3.12
FROM python:${PYTHON}-slim AS base
ENV PYTHONUNBUFFERED=1 \
    API_TOKEN=abc
WORKDIR /app
COPY . .
ENV PIP_NO_CACHE_DIR=1
RUN apt-get update && apt-get install -y --no-install-recommends curl
RUN pip install -r requirements.txt
COPY --from=nginx:1.27 /etc/nginx/mime.types /etc/mime.types
RUN --mount=type=bind,source=src,target=/src python -m compileall src

FROM base AS test
RUN pip install pytest && pytest

FROM base
ARG VERSION
LABEL org.opencontainers.image.version=$VERSION
EXPOSE 8000 9000-9002/udp
VOLUME /data
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/
USER app
COPY --link --from=test /app/report.xml /report.xml
CMD gunicorn src.app:app
)text";

test::Files const service_files{{"requirements.txt", "flask==3.0\n"},
                                {"src/app.py", "print(1)\n"},
                                {"README.md", "x\n"},
                                {".dockerignore", "*.md\nDockerfile\n"}};

constexpr char const* program = R"text(FROM golang:1.26 AS build
COPY go.mod main.go ./
RUN go build -o /app .
FROM scratch
COPY --from=build /app /app
ENTRYPOINT ["/app"]
)text";

test::Files const program_files{{"go.mod", "x\n"}, {"main.go", "x\n"}};

TEST_CASE("a plan fits 60 columns") {
    test::Planned const planned(service, service_files);
    CHECK(plan_text(planned.plan(), {false, 60})
          == R"text(Dockerfile builds stage 2 (line 16), the last stage
        context   . (given)
        ignore    .dockerignore (2 patterns)

Stages
     2  base     FROM python:3.12-slim
                 COPY from nginx:1.27 (line 10)
    13  test     FROM base
    16  stage 2  FROM base, the target
                 COPY from test (line 23)

Image of stage 2 (line 16)
    22  user         app
     5  workdir      /app
        entrypoint   none
    24  cmd          ["/bin/sh", "-c", "gunicorn
                     src.app:app"]
        shell        ["/bin/sh", "-c"] unless the base image
                     sets another
     3  env          PYTHONUNBUFFERED=1
     4  env          API_TOKEN=***
     7  env          PIP_NO_CACHE_DIR=1
    19  port         8000/tcp, 9000/udp, 9001/udp, 9002/udp
    20  volume       /data
    18  label        org.opencontainers.image.version=
                     $VERSION (not known: ARG VERSION of
                     line 17 has no value; --build-arg
                     VERSION=... gives one)
    21  healthcheck  ["CMD-SHELL", "curl -f
                     http://localhost:8000/"], every 30s
        not known    what the base image python:3.12-slim
                     may bring: stop signal, more env,
                     ports, volumes and labels

Layers of stage base (line 2)
Each is built again when one above it is, or when there is a
change of what stands below it.
     2  FROM python:${PYTHON}-slim AS base
          <- the image under the tag 3.12-slim; ARG PYTHON
             (line 1)
     5  WORKDIR /app
          <- its path
     6  COPY . .
          <- 3 files of the context
     8  RUN apt-get update && apt-get install -y --no-ins...
          <- its text; ENV PYTHONUNBUFFERED (line 3),
             API_TOKEN (line 4), PIP_NO_CACHE_DIR (line 7);
             WORKDIR /app (line 5)
     9  RUN pip install -r requirements.txt
          <- its text; the ENVs of line 8; WORKDIR /app
             (line 5)
    10  COPY --from=nginx:1.27 /etc/nginx/mime.types /etc...
          <- the image nginx:1.27
    11  RUN --mount=type=bind,source=src,target=/src pyth...
          <- its text; src (1 file); the ENVs of line 8;
             WORKDIR /app (line 5)

Layers of stage test (line 13)
    13  FROM base AS test
          <- any layer of base
    14  RUN pip install pytest && pytest
          <- its text; ENV PYTHONUNBUFFERED (line 3),
             API_TOKEN (line 4), PIP_NO_CACHE_DIR (line 7);
             WORKDIR /app (line 5)

Layers of stage 2 (line 16)
    16  FROM base
          <- any layer of base
    23  COPY --link --from=test /app/report.xml /report.xml
          <- the files that it takes from test; not by
             layers above it (--link)
)text");
}

TEST_CASE("a plan fits 80 columns") {
    test::Planned const planned(service, service_files);
    CHECK(plan_text(planned.plan(), {false, 80})
          == R"text(Dockerfile builds stage 2 (line 16), the last stage
        context   . (given)
        ignore    .dockerignore (2 patterns)

Stages
     2  base     FROM python:3.12-slim
                 COPY from nginx:1.27 (line 10)
    13  test     FROM base
    16  stage 2  FROM base, the target
                 COPY from test (line 23)

Image of stage 2 (line 16)
    22  user         app
     5  workdir      /app
        entrypoint   none
    24  cmd          ["/bin/sh", "-c", "gunicorn src.app:app"]
        shell        ["/bin/sh", "-c"] unless the base image sets another
     3  env          PYTHONUNBUFFERED=1
     4  env          API_TOKEN=***
     7  env          PIP_NO_CACHE_DIR=1
    19  port         8000/tcp, 9000/udp, 9001/udp, 9002/udp
    20  volume       /data
    18  label        org.opencontainers.image.version=$VERSION (not known: ARG
                     VERSION of line 17 has no value; --build-arg VERSION=...
                     gives one)
    21  healthcheck  ["CMD-SHELL", "curl -f http://localhost:8000/"], every 30s
        not known    what the base image python:3.12-slim may bring: stop
                     signal, more env, ports, volumes and labels

Layers of stage base (line 2)
Each is built again when one above it is, or when there is a change of what
stands below it.
     2  FROM python:${PYTHON}-slim AS base
          <- the image under the tag 3.12-slim; ARG PYTHON (line 1)
     5  WORKDIR /app
          <- its path
     6  COPY . .
          <- 3 files of the context
     8  RUN apt-get update && apt-get install -y --no-install-recommends curl
          <- its text; ENV PYTHONUNBUFFERED (line 3), API_TOKEN (line 4),
             PIP_NO_CACHE_DIR (line 7); WORKDIR /app (line 5)
     9  RUN pip install -r requirements.txt
          <- its text; the ENVs of line 8; WORKDIR /app (line 5)
    10  COPY --from=nginx:1.27 /etc/nginx/mime.types /etc/mime.types
          <- the image nginx:1.27
    11  RUN --mount=type=bind,source=src,target=/src python -m compileall src
          <- its text; src (1 file); the ENVs of line 8; WORKDIR /app (line 5)

Layers of stage test (line 13)
    13  FROM base AS test
          <- any layer of base
    14  RUN pip install pytest && pytest
          <- its text; ENV PYTHONUNBUFFERED (line 3), API_TOKEN (line 4),
             PIP_NO_CACHE_DIR (line 7); WORKDIR /app (line 5)

Layers of stage 2 (line 16)
    16  FROM base
          <- any layer of base
    23  COPY --link --from=test /app/report.xml /report.xml
          <- the files that it takes from test; not by layers above it (--link)
)text");
}

TEST_CASE("a plan fits 130 columns") {
    test::Planned const planned(service, service_files);
    CHECK(plan_text(planned.plan(), {false, 130})
          == R"text(Dockerfile builds stage 2 (line 16), the last stage
        context   . (given)
        ignore    .dockerignore (2 patterns)

Stages
     2  base     FROM python:3.12-slim
                 COPY from nginx:1.27 (line 10)
    13  test     FROM base
    16  stage 2  FROM base, the target
                 COPY from test (line 23)

Image of stage 2 (line 16)
    22  user         app
     5  workdir      /app
        entrypoint   none
    24  cmd          ["/bin/sh", "-c", "gunicorn src.app:app"]
        shell        ["/bin/sh", "-c"] unless the base image sets another
     3  env          PYTHONUNBUFFERED=1
     4  env          API_TOKEN=***
     7  env          PIP_NO_CACHE_DIR=1
    19  port         8000/tcp, 9000/udp, 9001/udp, 9002/udp
    20  volume       /data
    18  label        org.opencontainers.image.version=$VERSION (not known: ARG VERSION of line 17 has no value; --build-arg
                     VERSION=... gives one)
    21  healthcheck  ["CMD-SHELL", "curl -f http://localhost:8000/"], every 30s
        not known    what the base image python:3.12-slim may bring: stop signal, more env, ports, volumes and labels

Layers of stage base (line 2)
Each is built again when one above it is, or when there is a change of what stands beside it.
     2  FROM python:${PYTHON}-slim AS base                      the image under the tag 3.12-slim; ARG PYTHON (line 1)
     5  WORKDIR /app                                            its path
     6  COPY . .                                                3 files of the context
     8  RUN apt-get update && apt-get install -y --no-insta...  its text; ENV PYTHONUNBUFFERED (line 3), API_TOKEN (line 4),
                                                                PIP_NO_CACHE_DIR (line 7); WORKDIR /app (line 5)
     9  RUN pip install -r requirements.txt                     its text; the ENVs of line 8; WORKDIR /app (line 5)
    10  COPY --from=nginx:1.27 /etc/nginx/mime.types /etc/m...  the image nginx:1.27
    11  RUN --mount=type=bind,source=src,target=/src python...  its text; src (1 file); the ENVs of line 8; WORKDIR /app (line 5)

Layers of stage test (line 13)
    13  FROM base AS test                 any layer of base
    14  RUN pip install pytest && pytest  its text; ENV PYTHONUNBUFFERED (line 3), API_TOKEN (line 4), PIP_NO_CACHE_DIR (line 7);
                                          WORKDIR /app (line 5)

Layers of stage 2 (line 16)
    16  FROM base                                            any layer of base
    23  COPY --link --from=test /app/report.xml /report.xml  the files that it takes from test; not by layers above it (--link)
)text");
}

TEST_CASE("changes are followed down the layers, at 60 columns") {
    test::Planned const planned(service, service_files, {"src/app.py", "README.md", "x.c"});
    CHECK(plan_text(planned.plan(), {false, 60})
          == R"text(Dockerfile builds stage 2 (line 16), the last stage
        context   . (given)
        ignore    .dockerignore (2 patterns)

6 of 8 layers built again, 1 perhaps
        src/app.py: taken in lines 6 and 11
        README.md: left out by the ignore file
        x.c: taken in line 6

Layers of stage base (line 2)
     2  cached   FROM python:${PYTHON}-slim AS base
     5  cached   WORKDIR /app
     6  again    COPY . .
          <- takes src/app.py and x.c
     8  again    RUN apt-get update && apt-get install -y...
          <- the layer above it is new
     9  again    RUN pip install -r requirements.txt
    10  again    COPY --from=nginx:1.27 /etc/nginx/mime.t...
    11  again    RUN --mount=type=bind,source=src,target=...
          <- takes src/app.py

Layers of stage test (line 13)
    13  again    FROM base AS test
          <- base is new
    14  again    RUN pip install pytest && pytest
          <- the layer above it is new

Layers of stage 2 (line 16)
    16  again    FROM base
          <- base is new
    23  perhaps  COPY --link --from=test /app/report.xml ...
          <- if the files that it takes from test come out
             different

A better order in stage base (line 2)
Put this in front of line 6, and only that line and what
follows it is built again.
     7  ENV PIP_NO_CACHE_DIR=1
     8  RUN apt-get update && apt-get install -y --no-ins...
   new  COPY requirements.txt ./
     9  RUN pip install -r requirements.txt
    10  COPY --from=nginx:1.27 /etc/nginx/mime.types /etc...
     6  COPY . .
)text");
}

TEST_CASE("changes are followed down the layers, at 130 columns") {
    test::Planned const planned(service, service_files, {"src/app.py", "README.md", "x.c"});
    CHECK(plan_text(planned.plan(), {false, 130})
          == R"text(Dockerfile builds stage 2 (line 16), the last stage
        context   . (given)
        ignore    .dockerignore (2 patterns)

6 of 8 layers built again, 1 perhaps
        src/app.py: taken in lines 6 and 11
        README.md: left out by the ignore file
        x.c: taken in line 6

Layers of stage base (line 2)
     2  cached   FROM python:${PYTHON}-slim AS base
     5  cached   WORKDIR /app
     6  again    COPY . .                                                takes src/app.py and x.c
     8  again    RUN apt-get update && apt-get install -y --no-insta...  the layer above it is new
     9  again    RUN pip install -r requirements.txt
    10  again    COPY --from=nginx:1.27 /etc/nginx/mime.types /etc/m...
    11  again    RUN --mount=type=bind,source=src,target=/src python...  takes src/app.py

Layers of stage test (line 13)
    13  again    FROM base AS test                 base is new
    14  again    RUN pip install pytest && pytest  the layer above it is new

Layers of stage 2 (line 16)
    16  again    FROM base                                            base is new
    23  perhaps  COPY --link --from=test /app/report.xml /report.xml  if the files that it takes from test come out different

A better order in stage base (line 2)
Put this in front of line 6, and only that line and what follows it is built again.
     7  ENV PIP_NO_CACHE_DIR=1
     8  RUN apt-get update && apt-get install -y --no-install-recommends curl
   new  COPY requirements.txt ./
     9  RUN pip install -r requirements.txt
    10  COPY --from=nginx:1.27 /etc/nginx/mime.types /etc/mime.types
     6  COPY . .
)text");
}

TEST_CASE("a plan says where no better order is certain") {
    test::Planned const planned(program, program_files, {"main.go"});
    CHECK(plan_text(planned.plan(), {false, 80})
          == R"text(Dockerfile builds stage 1 (line 4), the last stage
        context   . (given)

2 of 3 layers built again, 1 perhaps
        main.go: taken in line 2

Layers of stage build (line 1)
     1  cached   FROM golang:1.26 AS build
     2  again    COPY go.mod main.go ./
          <- takes main.go
     3  again    RUN go build -o /app .
          <- the layer above it is new

Layers of stage 1 (line 4)
     4  cached   FROM scratch
     5  perhaps  COPY --from=build /app /app
          <- if the files that it takes from build come out different

No better order is certain
What stands behind the layers that take the files may read them too.
)text");
}

TEST_CASE("JSON holds all of it") {
    test::Planned const planned(program, program_files, {"main.go"});
    CHECK(
        plan_json(planned.plan())
        == R"text({"version":"1.2.3","schema_version":1,"path":"Dockerfile","context":". (given)",)text"
           R"text("platform":null,"build_args":{},"targets":[1],"stages":[{"index":0,"name":"build",)text"
           R"text("line":1,"reach":"source","base":{"kind":"image","name":"golang:1.26","stage":null},)text"
           R"text("takes_from":[],"config":{"user":null,"workdir":{"state":"known","value":"/go",)text"
           R"text("from":"base","line":null},"entrypoint":null,"cmd":{"state":"unknown","written":"",)text"
           R"text("why":"the base image may set it","from":"base","line":null},"shell":{"state":"unknown",)text"
           R"text("written":"","why":"the base image may set it","from":"base","line":null},)text"
           R"text("env":{"complete":false,"entries":[]},"ports":{"complete":false,"entries":[]},)text"
           R"text("volumes":{"complete":false,"entries":[]},"labels":{"complete":false,"entries":[]},)text"
           R"text("healthcheck":{"state":"unknown","written":"","why":"the base image may set it",)text"
           R"text("from":"base","line":null},"stop_signal":{"state":"unknown","written":"",)text"
           R"text("why":"the base image may set it","from":"base","line":null},"author":null,)text"
           R"text("onbuild":[],"os":"linux"},"layers":[{"kind":"base","line":1,"text":"FROM golang:1.26 AS build",)text"
           R"text("onbuild":false,"needs_layers_above":true,"again_when":["the image under the tag 1.26"],)text"
           R"text("variables":[],"context":[],"fate":"cached","cause":null,"changed":[]},)text"
           R"text({"kind":"copy","line":2,"text":"COPY go.mod main.go ./","onbuild":false,)text"
           R"text("needs_layers_above":true,"again_when":["go.mod and main.go"],"variables":[],)text"
           R"text("context":["go.mod","main.go"],"fate":"again","cause":"files","changed":["main.go"]},)text"
           R"text({"kind":"run","line":3,"text":"RUN go build -o /app .","onbuild":false,)text"
           R"text("needs_layers_above":true,"again_when":["its text"],"variables":[],"context":[],)text"
           R"text("fate":"again","cause":"above","changed":[]}]},{"index":1,"name":null,"line":4,)text"
           R"text("reach":"target","base":{"kind":"scratch","name":"scratch","stage":null},)text"
           R"text("takes_from":[{"by":"copy","line":5,"kind":"stage","name":"build","stage":0}],)text"
           R"text("config":{"user":null,"workdir":{"state":"known","value":"/","from":"base",)text"
           R"text("line":null},"entrypoint":{"state":"known","value":["/app"],"shell_is_assumed":false,)text"
           R"text("from":"instruction","line":6},"cmd":null,"shell":null,"env":{"complete":true,)text"
           R"text("entries":[{"name":"PATH","state":"known","value":"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",)text"
           R"text("from":"base","line":null}]},"ports":{"complete":true,"entries":[]},"volumes":{"complete":true,)text"
           R"text("entries":[]},"labels":{"complete":true,"entries":[]},"healthcheck":null,)text"
           R"text("stop_signal":null,"author":null,"onbuild":[],"os":"linux"},"layers":[{"kind":"base",)text"
           R"text("line":4,"text":"FROM scratch","onbuild":false,"needs_layers_above":true,)text"
           R"text("again_when":["nothing, it is empty"],"variables":[],"context":[],"fate":"cached",)text"
           R"text("cause":null,"changed":[]},{"kind":"copy","line":5,"text":"COPY --from=build /app /app",)text"
           R"text("onbuild":false,"needs_layers_above":true,"again_when":["the files that it takes from build"],)text"
           R"text("variables":[],"context":[],"fate":"perhaps","cause":"source","changed":[]}]}],)text"
           R"text("changed":[{"path":"main.go","ignored":false}],"not_in_context":[],"better_orders":[]})text"
           "\n");
}

TEST_CASE("a graph has a cluster a stage and colours for changes") {
    test::Planned const planned(program, program_files, {"main.go"});
    CHECK(plan_dot(planned.plan()) == R"text(digraph "Dockerfile" {
  rankdir=TB;
  node [shape=box, style=filled, fillcolor=white, fontname="monospace", fontsize=10];
  edge [fontname="sans-serif", fontsize=9];
  subgraph cluster_0 {
    label="build";
    fontname="sans-serif";
    penwidth=1;
    s0_0 [label="1: FROM golang:1.26 AS build", fillcolor=white];
    s0_1 [label="2: COPY go.mod main.go ./", fillcolor=orange];
    s0_2 [label="3: RUN go build -o /app .", fillcolor=orange];
    s0_0 -> s0_1;
    s0_1 -> s0_2;
  }
  subgraph cluster_1 {
    label="stage 1 (target)";
    fontname="sans-serif";
    penwidth=2;
    s1_0 [label="4: FROM scratch", fillcolor=white];
    s1_1 [label="5: COPY --from=build /app /app", fillcolor=lightblue];
    s1_0 -> s1_1;
  }
  "image golang:1.26" [shape=ellipse, label="golang:1.26"];
  "image golang:1.26" -> s0_0 [label="FROM", style=bold];
  s0_2 -> s1_1 [label="COPY", style=solid];
}
)text");
}

TEST_CASE("control characters and quotes of the file do no harm") {
    test::Planned const planned("FROM a AS b\nRUN echo \"\x1b[31m\\\"\nLABEL x=\x1b\n");
    auto const text = plan_text(planned.plan(), {false, 80});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("RUN echo \"\\x1b[31m\\\"") != std::string::npos);
    auto const dot = plan_dot(planned.plan());
    CHECK(dot.find("2: RUN echo \\\"\\\\x1b[31m\\\\\\\"") != std::string::npos);
}

TEST_CASE("a file without FROM, a cycle and a base that is not known are drawn too") {
    test::Planned const empty("");
    CHECK(plan_text(empty.plan(), {false, 80}).starts_with("Dockerfile builds "));
    test::Planned const no_from("RUN a\n");
    CHECK(plan_text(no_from.plan(), {false, 80}).find("without a FROM") != std::string::npos);
    test::Planned const cycle(
        "FROM a AS x\nCOPY --from=y /a /a\nFROM b AS y\nCOPY --from=x /a /a\n", {}, {"a"});
    CHECK(plan_dot(cycle.plan()).find("s1_1 -> s0_1") != std::string::npos);
    test::Planned const unknown("ARG X\nFROM $X\nRUN a\n");
    CHECK(plan_text(unknown.plan(), {false, 80}).find("FROM $X, the target") != std::string::npos);
}

}  // namespace
}  // namespace dockcheck
