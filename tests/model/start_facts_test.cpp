// What is known of the start of a container: its programs, its script, where its server listens.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/model/listening.hpp"
#include "analyzer/model/program_search.hpp"
#include "analyzer/model/start_script.hpp"
#include "tests/support/planned.hpp"

namespace dockcheck {
namespace {

/// Whether the last stage's image has a program: "yes", "no" or "unknown".
std::string has(std::string const& dockerfile, std::string_view program, test::Files files = {}) {
    test::Planned const planned(dockerfile, std::move(files));
    switch (model::find_program(planned.build(), planned.build().stages().back(), program)) {
        case knowledge::Brings::yes:
            return "yes";
        case knowledge::Brings::no:
            return "no";
        default:
            return "unknown";
    }
}

/// "uvicorn at 0.0.0.0 port 80", "?" for what is not known, "none" without a server.
std::string listens(std::string const& dockerfile, test::Files files = {}) {
    test::Planned const planned(dockerfile, std::move(files));
    auto const server = model::listening_server(planned.build(), planned.build().stages().back());
    if (!server) return "none";
    return fmt::format("{} at {} port {}", server->shown, server->host.value_or("?"),
                       server->port ? std::to_string(*server->port) : "?");
}

/// "path by interpreter, last command" of the script that is started.
std::string script(std::string const& dockerfile, test::Files files) {
    test::Planned const planned(dockerfile, std::move(files));
    auto const found = model::start_script(planned.build(), planned.build().stages().back());
    if (!found) return "none";
    auto const last = found->last == nullptr
                          ? std::string("?")
                          : std::string(found->source->bytes().substr(found->last->span.begin,
                                                                      found->last->span.size()));
    return fmt::format("{} by {}, {}", found->context_path, found->interpreter, last);
}

}  // namespace

TEST_CASE("base images and packages bring programs or certainly do not") {
    CHECK(has("FROM python:3.12-slim", "curl") == "no");
    CHECK(has("FROM python:3.12", "curl") == "unknown");
    CHECK(has("FROM alpine:3.20", "bash") == "no");
    CHECK(has("FROM scratch", "sh") == "no");
    CHECK(has("FROM gcr.io/distroless/static-debian12", "sh") == "no");
    CHECK(has("FROM registry.example.com/a", "curl") == "unknown");
    CHECK(has("FROM debian:12\nRUN apt-get update && apt-get install -y git", "curl") == "no");
    CHECK(has("FROM debian:12\nRUN apt-get install -y curl", "curl") == "yes");
    CHECK(has("FROM debian:12\nRUN apt-get install -y something-new", "curl") == "unknown");
    CHECK(has("FROM debian:12\nRUN apt-get install -y $PACKAGES", "curl") == "unknown");
    CHECK(has("FROM debian:12\nRUN apt-get install -y curl && apt-get purge -y curl", "curl")
          != "no");
    CHECK(has("FROM alpine:3.20\nRUN apk add build-base", "gcc") == "yes");
    CHECK(has("FROM debian:12\nRUN ./setup", "curl") == "unknown");
    CHECK(has("FROM debian:12\nRUN wget https://x/curl -O /usr/bin/curl", "curl") == "unknown");
    CHECK(has("FROM debian:12\nCOPY curl /usr/bin/", "curl", {{"curl", ""}}) == "yes");
    CHECK(has("FROM debian:12\nCOPY bin /usr/bin", "curl", {{"bin/wget", ""}}) == "no");
    CHECK(has("FROM debian:12\nCOPY --from=x/y /bin /bin", "curl") == "unknown");
}

TEST_CASE("console scripts come with requirements and lock files") {
    std::string const file =
        "FROM python:3.12-slim\nCOPY . /app\nWORKDIR /app\nRUN pip install -r r.txt\n";
    CHECK(has(file, "gunicorn", {{"r.txt", "flask\n"}}) == "no");
    CHECK(has(file, "gunicorn", {{"r.txt", "gunicorn\n"}}) == "yes");
    CHECK(has(file, "flask", {{"r.txt", "Flask_Cors==4.0\n"}}) == "yes");
    CHECK(has(file, "flask", {{"r.txt", "who-knows\n"}}) == "unknown");
    CHECK(has(file, "flask", {{"r.txt", "who-knows==1 --hash=sha256:aa\n"}}) == "no");
    CHECK(has(file, "flask", {{"r.txt", "sentry-sdk[flask]\n"}}) == "unknown");
    CHECK(has(file, "flask", {{"r.txt", "-r more.txt\n"}, {"more.txt", "flask"}}) == "yes");
    CHECK(has("FROM python:3.12-slim\nRUN pip install .", "flask") == "unknown");
    std::string const sync = "FROM python:3.12-slim\nCOPY . .\nRUN uv sync --frozen\n";
    test::Files const locked{{"pyproject.toml", "[project]\nname = \"x\"\n"},
                             {"uv.lock", "[[package]]\nname = \"flask\"\n"}};
    CHECK(has(sync, "gunicorn", locked) == "no");
    CHECK(has(sync, "flask", locked) == "unknown");
}

TEST_CASE("options, variables and defaults say where a server listens") {
    std::string const base = "FROM python:3.12-slim\nCOPY . .\n";
    CHECK(listens(base + "CMD gunicorn -b :80 a:b") == "gunicorn at  port 80");
    CHECK(listens(base + "CMD gunicorn a:b") == "gunicorn at 127.0.0.1 port 8000");
    CHECK(listens(base + "ENV PORT=9\nCMD gunicorn a:b") == "gunicorn at  port 9");
    CHECK(listens(base + "CMD gunicorn -b unix:/x a:b") == "none");
    CHECK(listens(base + "CMD gunicorn -b 0.0.0.0:$PORT a:b") == "gunicorn at 0.0.0.0 port ?");
    CHECK(listens(base + "CMD gunicorn $OPTIONS a:b") == "none");
    CHECK(listens(base + "CMD gunicorn a:b", {{"gunicorn.conf.py", "bind = ':1'"}})
          == "gunicorn at ? port ?");
    CHECK(listens(base + R"(CMD ["python", "-m", "flask", "--app", "x", "run", "-p", "81"])")
          == "flask run at 127.0.0.1 port 81");
    CHECK(listens(base + "CMD FLASK_RUN_HOST=0.0.0.0 flask run") == "none");
    CHECK(listens(base + "CMD uvicorn a:b --host=:: --port=65536") == "uvicorn at :: port ?");
    CHECK(listens(base + "CMD python -m http.server 81") == "http.server at 0.0.0.0 port 81");
    CHECK(listens(base + "CMD nginx & uvicorn a:b") == "none");
    CHECK(listens(base + "CMD uvicorn a:b | tee log") == "none");
}

TEST_CASE("a start script is followed to the command that stays") {
    std::string const file = "FROM debian:12\nCOPY a.sh /\nENTRYPOINT [\"/a.sh\"]\nCMD [\"x\"]\n";
    CHECK(script(file, {{"a.sh", "#!/bin/sh\nset -e\nexec \"$@\"\n"}}) == "a.sh by sh, \"$@\"");
    CHECK(script(file, {{"a.sh", "#!/usr/bin/env -S bash -e\nx &\nwait\n"}})
          == "a.sh by bash, wait");
    CHECK(script(file, {{"a.sh", "#!/bin/sh\nif a; then exec b; fi\n"}}) == "a.sh by sh, ?");
    CHECK(script(file, {{"a.sh", "#!/bin/sh\nserver &\n"}}) == "a.sh by sh, ?");
    CHECK(script(file, {{"a.sh", "#!/usr/bin/python3\nx\n"}}) == "a.sh by python3, ?");
    CHECK(script(file, {{"b.sh", ""}}) == "none");
}

}  // namespace dockcheck
