// Which entry of [images] an image of a manifest is.
#include "analyzer/kubernetes/image_names.hpp"

#include <doctest/doctest.h>

namespace dockcheck::kubernetes {
namespace {

std::string found(std::string_view image) {
    std::vector<NamedImage> const images{
        {"nginx"},           {"r.example:5000/shop"}, {"r.example:5000/shop:1.0"},
        {"shop/web:latest"}, {"shop/db@sha256:0123"},
    };
    auto const* const entry = find_image(images, image);
    return entry == nullptr ? "none" : entry->name;
}

TEST_CASE("a name without tag is any of the image's, and one with the tag comes first") {
    CHECK(found("r.example:5000/shop") == "r.example:5000/shop");
    CHECK(found("r.example:5000/shop:2.0") == "r.example:5000/shop");
    CHECK(found("r.example:5000/shop:$TAG") == "r.example:5000/shop");
    CHECK(found("r.example:5000/shop@sha256:ab") == "r.example:5000/shop");
    CHECK(found("r.example:5000/shop:1.0") == "r.example:5000/shop:1.0");
    CHECK(found("r.example:5000/shop:1.0@sha256:ab") == "r.example:5000/shop:1.0");
}

TEST_CASE("an image without tag is the latest one") {
    CHECK(found("shop/web") == "shop/web:latest");
    CHECK(found("shop/web:latest") == "shop/web:latest");
    CHECK(found("shop/web:1") == "none");
}

TEST_CASE("a digest is compared where the entry has one") {
    CHECK(found("shop/db@sha256:0123") == "shop/db@sha256:0123");
    CHECK(found("shop/db:1@sha256:0123") == "shop/db@sha256:0123");
    CHECK(found("shop/db:1@sha256:4567") == "none");
    CHECK(found("shop/db") == "none");
}

TEST_CASE("Docker Hub's images are the same with its address and without") {
    CHECK(found("docker.io/library/nginx:1.29") == "nginx");
    CHECK(found("library/nginx") == "nginx");
    CHECK(found("docker.io/shop/web") == "shop/web:latest");
    CHECK(found("r.example/nginx") == "none");
    CHECK(found("shop") == "none");
    CHECK(found("") == "none");
}

}  // namespace
}  // namespace dockcheck::kubernetes
