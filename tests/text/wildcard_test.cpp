// Patterns in which a star stands for anything.
#include "analyzer/text/wildcard.hpp"

#include <doctest/doctest.h>

namespace dockcheck {
namespace {

TEST_CASE("a star stands for anything, also for nothing") {
    CHECK(matches_wildcard("", ""));
    CHECK(matches_wildcard("", "*"));
    CHECK(matches_wildcard("nvidia-docker2", "nvidia*"));
    CHECK(matches_wildcard("nvidia", "nvidia*"));
    CHECK(matches_wildcard("/usr/bin/su", "*/su"));
    CHECK(matches_wildcard("/su", "*/su"));
    CHECK(matches_wildcard("a-b-c", "a*b*c"));
    CHECK(matches_wildcard("aXbXbc", "a*bc"));
}

TEST_CASE("all of a text has to match") {
    CHECK_FALSE(matches_wildcard("su", ""));
    CHECK_FALSE(matches_wildcard("", "su"));
    CHECK_FALSE(matches_wildcard("", "*su"));
    CHECK_FALSE(matches_wildcard("/usr/bin/sudo", "*/su"));
    CHECK_FALSE(matches_wildcard("/usr/bin/asu", "*/su"));
    CHECK_FALSE(matches_wildcard("my-nvidia", "nvidia*"));
    CHECK_FALSE(matches_wildcard("abc", "a*d*c"));
}

}  // namespace
}  // namespace dockcheck
