// Which names are Dockerfiles.
#include "analyzer/cli/file_names.hpp"

#include <doctest/doctest.h>

namespace dockcheck::cli {
namespace {

TEST_CASE("Dockerfiles are known by name in any letter case") {
    for (auto const* const name : {"Dockerfile", "dockerfile", "DOCKERFILE", "Containerfile",
                                   "Dockerfile.dev", "web.Dockerfile", "web.dockerfile",
                                   "Containerfile.x", "x.Containerfile", "Dockerfile.3.12"}) {
        CAPTURE(name);
        CHECK(name_kind(name) == NameKind::dockerfile);
    }
}

TEST_CASE("a name joined by a dash may be a program's: its first line decides") {
    CHECK(name_kind("Dockerfile-alpine") == NameKind::doubtful);
    CHECK(name_kind("Dockerfile_x") == NameKind::doubtful);
    CHECK(begins_like_a_dockerfile("# from here\n\nFROM alpine\n"));
    CHECK_FALSE(begins_like_a_dockerfile("#!/usr/bin/env php\n<?php\n"));
}

TEST_CASE("other names are none") {
    for (auto const* const name :
         {"MyDockerfile", "Dockerfiles", "docker-compose.yml", "Dockerfile~", "Dockerfile.bak",
          "Dockerfile.orig", "Dockerfile.", ".Dockerfile"}) {
        CAPTURE(name);
        CHECK(name_kind(name) != NameKind::template_file);
    }
    CHECK(name_kind("MyDockerfile") == NameKind::other);
    CHECK(name_kind("Dockerfile.bak") == NameKind::other);
    CHECK(name_kind("Dockerfile~") == NameKind::other);
}

TEST_CASE("templates, documents and ignore files are told apart") {
    CHECK(name_kind("Dockerfile.j2") == NameKind::template_file);
    CHECK(name_kind("Dockerfile.tmpl") == NameKind::template_file);
    CHECK(name_kind("Dockerfile.ERB") == NameKind::template_file);
    CHECK(name_kind("Dockerfile.in") == NameKind::template_file);
    CHECK(name_kind("Dockerfile.ejs") == NameKind::template_file);
    CHECK(name_kind("Containerfile.gotpl") == NameKind::template_file);
    CHECK(name_kind("Dockerfile.md") == NameKind::document);
    CHECK(name_kind("Dockerfile.dockerignore") == NameKind::ignore_file);
    CHECK(name_kind(".dockerignore") == NameKind::ignore_file);
}

TEST_CASE("names with the ending of a source file are decided by what is in them") {
    CHECK(name_kind("dockerfile_parser.go") == NameKind::doubtful);
    CHECK(name_kind("Dockerfile.php") == NameKind::doubtful);
    CHECK(begins_like_a_dockerfile("# syntax=docker/dockerfile:1\n\n  FROM php:8\n"));
    CHECK(
        begins_like_a_dockerfile("\xEF\xBB\xBF"
                                 "arg A=1\r\n"));
    CHECK_FALSE(begins_like_a_dockerfile("package parser\n"));
    CHECK_FALSE(begins_like_a_dockerfile("from"));
    CHECK_FALSE(begins_like_a_dockerfile(""));
}

}  // namespace
}  // namespace dockcheck::cli
