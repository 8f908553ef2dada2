// What is repeated takes time in proportion: every kind of instruction and command, all rules on.
#include "rules/catalog/catalog.hpp"

#include <ctime>
#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "analyzer/lint/rule_set.hpp"
#include "analyzer/lint/run.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::test {
namespace {

constexpr std::size_t size = std::size_t{20} << 10;
constexpr std::size_t times = 8;
constexpr double most = 24;         // quadratic would be 64
constexpr double too_short = 0.15;  // seconds that say nothing

RuleSet const& every_rule() {
    static auto const rules = [] {
        std::vector<ActiveRule> active;
        for (auto const& rule : rules::catalog())
            active.push_back({&rule, rule.severity, false, nullptr, {}});
        return std::make_unique<RuleSet>(active, rules::catalog());
    }();
    return *rules;
}

/// A text in which `#` is the number of the repetition and `@` the one behind it.
struct Shape {
    char const* begin;
    char const* repeated;
    char const* end;
};

std::string text_of(Shape const& shape, std::size_t bytes) {
    std::string result = shape.begin;
    for (std::size_t number = 0; result.size() < bytes; ++number) {
        for (char const* at = shape.repeated; *at != '\0'; ++at) {
            if (*at == '#') {
                result += std::to_string(number);
            } else if (*at == '@') {
                result += std::to_string(number + 1);
            } else {
                result += *at;
            }
        }
    }
    return result + shape.end;
}

double seconds(std::string const& text) {
    timespec begin{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    {
        Arena arena;
        Source const source("Dockerfile", text);
        model::BuildOptions options;
        options.today = "2026-11-26";
        model::Build const build(source, nullptr, options, arena);
        run(build, every_rule(), {});
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return static_cast<double>(end.tv_sec - begin.tv_sec)
           + static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e9;
}

void check_time(Shape const& shape) {
    INFO(std::string(shape.begin), std::string(shape.repeated));
    auto const once = text_of(shape, size);
    auto const often = text_of(shape, size * times);
    double longer = 0;
    double shorter = 0;
    // Another program may be in the way once, not three times.
    for (int attempt = 0; attempt < 3; ++attempt) {
        longer = seconds(often);
        if (longer < too_short) return;
        shorter = seconds(once);
        if (longer < most * shorter) return;
    }
    CHECK_MESSAGE(longer < most * shorter, shorter, " seconds, and ", longer,
                  " for eight times as much");
}

TEST_CASE("many instructions take time in proportion") {
    constexpr char const* from = "FROM debian:12\n";
    for (char const* instruction :
         {"RUN x\n",
          "RUN apt-get install -y foo#\n",
          "RUN apt-get update\n",
          "RUN apt-get update && apt-get install -y --no-install-recommends a && rm -rf "
          "/var/lib/apt/lists/*\n",
          "RUN pip install foo#\n",
          "RUN npm install\n",
          "RUN apk add foo#\n",
          "RUN wget http://e.com/a#.tgz && tar xf a#.tgz\n",
          "RUN curl -O http://e.com/a\n",
          "RUN rm -rf /a#\n",
          "RUN npm ci || true\n",
          "RUN npm ci; exit 0\n",
          "RUN apk update && apk add --no-cache a\n",
          "RUN apk add --virtual gcc make\n",
          "RUN --mount=type=cache,target=/root/.cache/pip pip install a && pip cache purge\n",
          "USER node\nRUN --mount=type=cache,target=/home/node/.npm npm ci\n",
          "ARG A# b#\n",
          "RUN chown -R a /a#\n",
          "RUN useradd u#\n",
          "RUN a | b\n",
          "RUN echo $A# ${B}\n",
          "RUN export A#=b\n",
          "RUN --mount=type=cache,target=/c# x\n",
          "RUN --mount=from=image#,target=/c x\n",
          "RUN <<E\necho #\nE\n",
          "COPY a# /b#\n",
          "COPY . .\n",
          "COPY --from=0 /a /b\n",
          "COPY a# /b#\nRUN rm -rf /b#\n",
          "COPY a /b\nRUN rm -rf /b\n",
          "COPY a# /b#\nRUN chmod +x /b#\n",
          "COPY requirements#.txt .\nRUN pip install -r requirements#.txt\n",
          "COPY . .\nRUN pip install -r requirements.txt\n",
          "ADD http://e.com/a# /b\n",
          "ENV A#=b\n",
          "ENV A#=$B#\n",
          "ENV A=${A}b\n",
          "ENV PATH=$PATH:/a#\n",
          "ARG A#=1\nRUN echo $A#\n",
          "ARG A\n",
          "ARG A\nENV A=1\n",
          "ARG A#\nENV A#=1\n",
          "ARG A#=1\nCOPY $A# /b\n",
          "VOLUME /v#\nCOPY a /v#/\n",
          "COPY a#.tgz /x/\nRUN tar xf /x/a#.tgz\n",
          "COPY a.tgz /x/\nRUN tar xf /x/a.tgz\n",
          "COPY . /a\nRUN chown -R 1:1 /a\n",
          "LABEL a#=b\n",
          "EXPOSE 1-65535\n",
          "USER u#\nRUN x\n",
          "WORKDIR a\n",
          "VOLUME /v#\nRUN touch /v#/a\n",
          "CMD a#\n",
          "ENTRYPOINT a#\n",
          "SHELL [\"/bin/bash\", \"-c\"]\nRUN a | b\n",
          "HEALTHCHECK CMD curl localhost\n",
          "ONBUILD RUN a#\n",
          "FOO a#\n",
          "# a comment\n",
          "# dockcheck ignore=a#\nRUN x\n",
          "CMD [a#\n"})
        check_time({from, instruction, ""});
}

TEST_CASE("long scripts of PowerShell take time in proportion") {
    constexpr char const* shell = "FROM a\nSHELL [\"powershell\", \"-Command\"]\nRUN ";
    for (char const* script : {"iwr a -OutFile b; ",
                               "iex $a; ",
                               "a | iex | ",
                               "ls; ",
                               "function f# { }; ls; ",
                               "'a' | ConvertTo-SecureString -AsPlainText; ",
                               "$a = @{b=1}; ",
                               "if ($a = 1) { b }; ",
                               "a $b 'c' \"d $e\" { f } ",
                               "${",
                               "[",
                               "$(",
                               "@{a=",
                               "\\\"",
                               "`",
                               "(",
                               "$a.b",
                               "1.e",
                               "$a=",
                               "<# a #> ",
                               "-not ",
                               "[a]"})
        check_time({shell, script, ""});
    constexpr char const* cmd = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n";
    for (char const* instruction :
         {"RUN powershell a\n", "RUN pwsh -wd a# -c a\n", "RUN pwsh -c a & pwsh -c b\n",
          "RUN powershell -Command \"a\"\n"})
        check_time({cmd, instruction, ""});
    check_time({"FROM a\nRUN ", "pwsh <<E#; ", ""});
}

TEST_CASE("many installs that look for their files take time in proportion") {
    check_time({"FROM ruby:3.3\n", "RUN bundle install\n", ""});
    check_time({"FROM ruby:3.3\nCOPY Gemfile .\n", "RUN bundle install\n", ""});
    check_time({"FROM python:3.12\n", "RUN pip install -r r.txt\n", ""});
    check_time({"FROM node:22\n", "RUN npm ci\n", ""});
}

TEST_CASE("many stages take time in proportion") {
    constexpr char const* from = "FROM a AS s0\n";
    for (char const* stage :
         {"FROM a AS s@\n", "FROM a AS s\n", "FROM s# AS s@\n", "FROM s# AS s@\nENV A#=1\n",
          "FROM a AS s@\nCOPY --from=s# /a /b\n", "COPY --from=s@ /a /b\nFROM a AS s@\n",
          "COPY --from=s@ /a /b\nCOPY --from=s0 /a /b\nFROM a AS s@\n", "FROM $A#\n",
          "FROM --platform=$BUILDPLATFORM a AS s@\n", "FROM s# AS s@\nARG A#\n",
          "FROM s# AS s@\nVOLUME /v#\nCOPY a /b#\n", "FROM s# AS s@\nCOPY . .\nRUN rm -rf a#\n",
          "FROM s# AS s@\nONBUILD RUN x\n", "FROM a\xB1\n"})
        check_time({from, stage, ""});
}

TEST_CASE("many commands of one RUN take time in proportion") {
    constexpr char const* run = "FROM debian:12\nRUN x";
    for (char const* command :
         {" && \\\n apt-get install -y foo#", " && \\\n apt-get update && apt-get install foo",
          "; \\\n pip install a#", " && \\\n npm install a#", " && \\\n apk add a#",
          " && \\\n yum install -y a#", " && \\\n curl -O http://e.com/#",
          " && \\\n wget http://e.com/#", " && \\\n rm -rf /a#", " && \\\n cd a#",
          " && \\\n export A#=b", " && \\\n apk add a# || true", " | \\\n a", " \\\n a#",
          " \\\n $A#", " \\\n\n a"})
        check_time({run, command, "\n"});
    for (char const* line : {"apt-get install -y foo#\n", "pip install a#\n", "apk add a#\n",
                             "npm ci || true\n", "echo a >>/b#\n"})
        check_time({"FROM debian:12\nRUN <<E\n", line, "E\n"});
}

TEST_CASE("many words of one instruction take time in proportion") {
    constexpr char const* from = "FROM debian:12\n";
    for (char const* line :
         {"ENV A#=$A \\\n", "ARG A \\\n", "ARG A# \\\n", "ARG A#=$A# \\\n", "LABEL a#=b \\\n",
          "EXPOSE # \\\n", "VOLUME /a# \\\n", "COPY a# \\\n", "ADD http://e.com/# \\\n",
          "CMD a# \\\n", "RUN --mount=type=cache,target=/c# \\\n"}) {
        std::string const all(line);
        auto const word = all.find(' ') + 1;
        auto const begin = std::string(from) + all.substr(0, word);
        check_time({begin.c_str(), line + word, " /b\n"});
    }
}

}  // namespace
}  // namespace dockcheck::test
