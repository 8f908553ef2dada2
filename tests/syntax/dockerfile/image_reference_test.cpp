// Names of images: which are good, and what their parts are.
#include "analyzer/syntax/dockerfile/image_reference.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::dockerfile {
namespace {

std::string parts(std::string_view text) {
    std::string_view why;
    auto const reference = parse_image_reference(text, &why);
    if (!reference) return std::string(why);
    auto const joined = [](std::string_view a, std::string_view b) {
        return std::string(a) + "|" + std::string(b);
    };
    return joined(reference->domain, reference->path) + "|"
           + joined(reference->tag, reference->digest);
}

std::string hub_name(std::string_view text) {
    auto const reference = parse_image_reference(text);
    return std::string(reference ? reference->hub_name() : "refused");
}

TEST_CASE("a reference has a domain only when its first part looks like one") {
    CHECK(parts("python") == "|python||");
    CHECK(parts("python:3.12-slim") == "|python|3.12-slim|");
    CHECK(parts("bitnami/redis") == "|bitnami/redis||");
    CHECK(parts("localhost/a") == "localhost|a||");
    CHECK(parts("localhost:5000/a/b:c") == "localhost:5000|a/b|c|");
    CHECK(parts("ghcr.io/a/b") == "ghcr.io|a/b||");
    CHECK(parts("Host/a") == "Host|a||");
    CHECK(parts("[::1]:5000/a") == "[::1]:5000|a||");
    CHECK(parts("a_b.c/d") == "|a_b.c/d||");
}

TEST_CASE("digests are those of sha256, sha384 and sha512, in lower case") {
    std::string const hex(64, 'a');
    CHECK(parts("a:b@sha256:" + hex) == "|a|b|sha256:" + hex);
    CHECK(parts("a@sha256:" + hex.substr(1)) == "the digest is not well-formed");
    CHECK(parts("a@sha1:" + hex) == "the digest is not well-formed");
    CHECK(parts("a@") == "the digest is not well-formed");
}

TEST_CASE("what is refused, and why") {
    CHECK(parts("") == "the name is empty");
    CHECK(parts("Alpine") == "the name must be in lower case");
    CHECK(parts("a//b") == "the name is not well-formed");
    CHECK(parts("a/") == "the name is not well-formed");
    CHECK(parts("a..b") == "the name is not well-formed");
    CHECK(parts("a b") == "the name is not well-formed");
    CHECK(parts("-.b/c") == "the registry is not well-formed");
    CHECK(parts("a:") == "the tag is not well-formed");
    CHECK(parts("a:" + std::string(129, 't')) == "the tag is not well-formed");
    CHECK(parts(std::string(248, 'n')) == "the name is longer than 255 characters");
    CHECK(parts(std::string(64, 'f')) == "64 hexadecimal digits are an image id, not a name");
}

TEST_CASE("images of Docker Hub have one name, however they are written") {
    CHECK(hub_name("python") == "python");
    CHECK(hub_name("library/python:3") == "python");
    CHECK(hub_name("docker.io/library/python") == "python");
    CHECK(hub_name("index.docker.io/python") == "python");
    CHECK(hub_name("bitnami/redis") == "bitnami/redis");
    CHECK(hub_name("ghcr.io/library/python") == "");
    CHECK(hub_name("a_b.c/d") == "");
}

}  // namespace
}  // namespace dockcheck::dockerfile
