// What a file begins with, and whether the readers are asked about it.
#include "analyzer/image/looks_like_image.hpp"

#include <doctest/doctest.h>
#include <string>

#include "tests/support/image_archive.hpp"

namespace dockcheck::test {
namespace {

using image::looks_like_image;

TEST_CASE("JSON, tar, gzip and zstd may be images") {
    CHECK(looks_like_image("{\"config\": {}}"));
    CHECK(looks_like_image("\xEF\xBB\xBF \r\n\t{ }"));
    CHECK(looks_like_image("[\n  {"));
    CHECK(looks_like_image("[]"));
    for (auto const format : {TarFormat::gnu, TarFormat::pax, TarFormat::ustar, TarFormat::old}) {
        auto const tar = tar_of({{"manifest.json", "[]"}}, format);
        CHECK(looks_like_image(std::string_view(tar).substr(0, image::first_bytes_size)));
        CHECK(looks_like_image(gzip_of(tar)));
        CHECK(looks_like_image(zstd_of(tar)));
    }
}

TEST_CASE("a Dockerfile is no image, and neither are templates and other texts") {
    CHECK_FALSE(looks_like_image("FROM scratch\nCMD [\"x\"]\n"));
    CHECK_FALSE(looks_like_image("# syntax=docker/dockerfile:1\n{\"a\": 1}"));
    CHECK_FALSE(looks_like_image("{{ range . }}\nFROM x\n"));
    CHECK_FALSE(looks_like_image("{% set x %}\nFROM x\n"));
    CHECK_FALSE(looks_like_image("[section]\n"));
    CHECK_FALSE(looks_like_image("[[custom]]\n"));
    CHECK_FALSE(looks_like_image(""));
    CHECK_FALSE(looks_like_image(" \n\t"));
    CHECK_FALSE(looks_like_image(std::string(600, '\0')));
    CHECK_FALSE(looks_like_image(std::string(600, 'x')));
    CHECK_FALSE(looks_like_image("FROM scratch\n" + std::string(600, '\0')));
}

}  // namespace
}  // namespace dockcheck::test
