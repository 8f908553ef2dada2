// Which texts are templates of Dockerfiles.
#include "analyzer/syntax/dockerfile/template_marks.hpp"

#include <doctest/doctest.h>
#include <string>

#include "analyzer/syntax/dockerfile/parse.hpp"
#include "analyzer/text/arena.hpp"

namespace dockcheck::dockerfile {
namespace {

std::uint32_t line_of(std::string const& text) {
    Arena arena;
    Source const source("Dockerfile", text);
    return template_line(parse(source, arena), source);
}

TEST_CASE("an instruction or an image that a template language writes makes a template") {
    CHECK(line_of("FROM debian\n{{ if .Nodejs }}\nRUN x\n{{ end }}\n") == 2);
    CHECK(line_of("FROM debian\n\n{% if labels %}\nLABEL a=b\n{% endif %}\n") == 3);
    CHECK(line_of("ARG A\nFROM oraclelinux:{{ .oracle.variant }}\n") == 2);
    CHECK(line_of("FROM {{image}}\n") == 1);
    CHECK(line_of("FROM php:%%VERSION%%-cli\n") == 1);
    CHECK(line_of("RUN a=1 \\\n  && {{Insert(\"b\", [\n    \"c\": \"d\"\n  ])}}\n") == 3);
    CHECK(line_of("FROM node\n<% if (yarn) { -%>\nRUN yarn\n<% } -%>\n") == 2);
}

TEST_CASE("a property of Maven or Gradle makes a template where the builder expands") {
    CHECK(line_of("# base\nFROM ${docker.base.image}\n") == 2);
    CHECK(line_of("FROM debian\nCOPY start.sh ${pkg.name}.deb /tmp/\n") == 2);
    CHECK(line_of("FROM debian\nUSER ${pkg.user-name}\n") == 2);
    // The shell's business; a name that the file has, which somebody misspelt; other forms.
    CHECK(line_of("FROM debian\nRUN echo ${pkg.name}\n") == 0);
    CHECK(line_of("ARG pkg\nFROM debian\nARG pkg\nCOPY ${pkg.name} /tmp/\n") == 0);
    // A backslash or single quotes keep it from the builder.
    CHECK(line_of("FROM debian\nENV O=\"-Dx=\\${catalina.base}/conf\"\n") == 0);
    CHECK(line_of("FROM debian\nENV O='-Dx=${catalina.base}/conf'\n") == 0);
    CHECK(line_of("FROM debian:${V:-1.2}\n") == 0);
    CHECK(line_of("FROM debian\nCOPY ${V}.tar /\nCOPY ${V..x} ${.x} ${x.} /\n") == 0);
}

TEST_CASE("marks in arguments are for the shell or for a program") {
    CHECK(line_of("FROM debian\nRUN docker inspect --format {{.Id}} x\n") == 0);
    CHECK(line_of("FROM debian\nCMD [\"docker\", \"ps\", \"--format\", \"{{.Names}}\",]\n") == 0);
    CHECK(line_of("FROM debian\nRUN cat <<EOF >/a.j2\n{% if a %}\n{{ a }}\n{% endif %}\nEOF\n")
          == 0);
    CHECK(line_of("FROM debian\nLABEL a={{ b }}\n") == 0);
    CHECK(line_of("FROM debian\nCOPY {{ artifact }} /app\n") == 0);
    CHECK(line_of("FROM debian\nRUM true\n{ x\n") == 0);
    CHECK(line_of("FROM $BASE@sha256:0\n") == 0);
    CHECK(line_of("ARG V=3.12-x\nFROM python:${V%%-*}\nCOPY x-${V%%.*}.tgz /\n") == 0);
    CHECK(line_of("FROM debian\nRUN echo '{\"a\": {\"b\": 1\n}}'\n") == 0);
    CHECK(line_of("FROM debian\nRUN echo {{a}}\nRUM true\nRUN echo {{b}}\n") == 0);
    CHECK(line_of("") == 0);
}

}  // namespace
}  // namespace dockcheck::dockerfile
