// Which releases have a dash with pipefail, found from names and tags.
#include "analyzer/knowledge/dash.hpp"

#include <doctest/doctest.h>
#include <string_view>

namespace {

std::string_view answer(std::string_view image, std::string_view tag) {
    auto const found = dockcheck::knowledge::dash_has_pipefail(image, tag);
    if (!found) return "?";
    return *found ? "yes" : "no";
}

}  // namespace

TEST_CASE("dash knows pipefail since Debian 13 and Ubuntu 24.10") {
    CHECK(answer("debian", "12-slim") == "no");
    CHECK(answer("debian", "12.5") == "no");
    CHECK(answer("debian", "13") == "yes");
    CHECK(answer("debian", "trixie-20251117-slim") == "yes");
    CHECK(answer("debian", "sid") == "yes");
    CHECK(answer("ubuntu", "24.04") == "no");
    CHECK(answer("ubuntu", "24.10") == "yes");
    CHECK(answer("ubuntu", "jammy") == "no");
}

TEST_CASE("other images tell it by the name of a release alone") {
    CHECK(answer("python", "3.12-slim-bookworm") == "no");
    CHECK(answer("python", "3.13-trixie") == "yes");
    CHECK(answer("python", "3.12-slim") == "?");
    CHECK(answer("node", "12-slim") == "?");
    CHECK(answer("debian", "latest") == "?");
    CHECK(answer("debian", "") == "?");
}
