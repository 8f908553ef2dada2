// Paths and wildcards of COPY sources.
#include "analyzer/context/paths.hpp"

#include <doctest/doctest.h>

using namespace dockcheck::context;

TEST_CASE("paths are cleaned as Go cleans them") {
    CHECK(clean_path("") == ".");
    CHECK(clean_path("a//b/./c/") == "a/b/c");
    CHECK(clean_path("a/../../b") == "../b");
    CHECK(clean_path("../../x/..") == "../..");
    CHECK(clean_path("/../a/..") == "/");
}

TEST_CASE("sources are held at the root of the context") {
    CHECK(clean_source_path("/app") == "app");
    CHECK(clean_source_path("../../app/") == "app");
    CHECK(clean_source_path("./").empty());
    CHECK(clean_source_path("a/../..").empty());
}

TEST_CASE("wildcards are unescaped stars, question marks and brackets") {
    CHECK(has_wildcards("a*"));
    CHECK(has_wildcards("[ab]"));
    CHECK_FALSE(has_wildcards("a\\*b"));
    CHECK_FALSE(has_wildcards("a]b"));
}

TEST_CASE("globs match within one component") {
    CHECK(glob_match("*.txt", "a.txt") == GlobMatch::yes);
    CHECK(glob_match("*.txt", "a/b.txt") == GlobMatch::no);
    CHECK(glob_match("a*b*c", "aXbYbZc") == GlobMatch::yes);
    CHECK(glob_match("a?c", "a/c") == GlobMatch::no);
    CHECK(glob_match("a[^x]c", "a/c") == GlobMatch::yes);
    CHECK(glob_match("[a-c]\\*", "b*") == GlobMatch::yes);
    CHECK(glob_match("?", "\xC3\xA9") == GlobMatch::yes);
    CHECK(glob_match("a[", "a") == GlobMatch::malformed);
    CHECK(glob_match("\\", "a") == GlobMatch::malformed);
    CHECK(glob_match("b*[", "a") == GlobMatch::no);
}
