// Which packages' newest release an image of a language is too old for.
#include "analyzer/knowledge/newest_packages.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::knowledge {
namespace {

/// "2.4.22" where it is too old, "?" where nobody knows the last version, "-" else.
std::string instead(std::string_view manager, std::string_view package, std::string_view tag) {
    auto const found = newest_package(manager, package, tag);
    if (found.newest.empty()) return "-";
    return found.instead.empty() ? "?" : std::string(found.instead);
}

TEST_CASE("a tag that stands for several releases is too old only when all are") {
    CHECK(instead("gem", "bundler", "2") == "2.4.22");
    CHECK(instead("gem", "bundler", "2.7.2-slim-buster") == "2.4.22");
    CHECK(instead("gem", "bundler", "3") == "-");
    CHECK(instead("pecl", "xdebug", "7") == "3.1.6");
    CHECK(instead("pecl", "redis", "7") == "-");
    CHECK(instead("pecl", "redis", "7.3-fpm") == "6.0.2");
    CHECK(instead("pecl", "swoole", "5.6-cli") == "?");
    CHECK(instead("pecl", "xdebug", "latest") == "-");
    CHECK(instead("pecl", "apcu", "5.6") == "-");
}

TEST_CASE("releases between those that it runs on are too old as well") {
    CHECK(instead("npm", "npm", "20-slim") == "11");
    CHECK(instead("npm", "npm", "22") == "-");
    CHECK(instead("npm", "npm", "22.22.1") == "11");
    CHECK(instead("npm", "npm", "23-alpine") == "11");
    CHECK(instead("npm", "npm", "24") == "-");
    CHECK(instead("npm", "npm", "24.3.0") == "11");
    CHECK(instead("npm", "npm", "24.15.0") == "-");
    CHECK(instead("npm", "npm", "25") == "11");
    CHECK(instead("npm", "npm", "26") == "-");
}

}  // namespace
}  // namespace dockcheck::knowledge
