// Which packages releases lack, and what they have instead.
#include "analyzer/knowledge/absent_packages.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace dockcheck::knowledge;

namespace {

std::string told(std::string_view product, std::string_view number, std::string_view package) {
    auto const absent = absent_package({product, number, {}, {}}, package);
    if (!absent) return "there";
    std::string text = absent->instead.empty() ? "nothing" : std::string(absent->instead);
    return absent->is_same ? text + ", the same" : text;
}

}  // namespace

TEST_CASE("the table tells of each release what it lacks, and what it has instead") {
    CHECK(told("debian", "12", "netcat") == "netcat-openbsd, the same");
    CHECK(told("debian", "11", "netcat") == "there");
    CHECK(told("debian", "13", "libgl1-mesa-glx") == "libgl1, the same");
    CHECK(told("debian", "12", "libgl1-mesa-glx") == "there");
    CHECK(told("debian", "12", "libicu67") == "libicu72");
    CHECK(told("debian", "13", "libicu67") == "libicu76");
    CHECK(told("debian", "13", "software-properties-common") == "nothing");
    CHECK(told("ubuntu", "24.04", "libasound2") == "libasound2t64, the same");
    CHECK(told("ubuntu", "24.04", "software-properties-common") == "there");
    CHECK(told("alpine", "3.16", "python2") == "python3");
    CHECK(told("debian", "12", "curl") == "there");
    CHECK(told("debian", "11", "python") == "there");  // python-is-python2 alone provides it
}

TEST_CASE("images of servers may bring sources of their own") {
    CHECK(has_sources_of_release_only("python"));
    CHECK(has_sources_of_release_only("docker.io/library/debian"));
    CHECK_FALSE(has_sources_of_release_only("postgres"));
    CHECK_FALSE(has_sources_of_release_only("example.com/python"));
}
