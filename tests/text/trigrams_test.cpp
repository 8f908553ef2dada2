// What the table of threes lets pass, and what it tells for certain.
#include "analyzer/text/trigrams.hpp"

#include <doctest/doctest.h>

namespace dockcheck {
namespace {

TEST_CASE("a word that stands in a text may be there, in small and in capital letters") {
    Trigrams trigrams;
    trigrams.add("RUN curl -fsSL https://example.com");
    for (std::string_view const word : {"RUN", "curl", "CURL", "://", "example.com", "com"}) {
        CAPTURE(word);
        CHECK(trigrams.may_hold(word));
    }
    CHECK(trigrams.may_hold("xy"));  // too short to tell
    CHECK(trigrams.may_hold(""));
}

TEST_CASE("of a word that is nowhere it is known") {
    Trigrams trigrams;
    trigrams.add("RUN curl -fsSL https://example.com");
    trigrams.add("ab");
    for (std::string_view const word : {"wget", "curlrc", "example.org", "abc"}) {
        CAPTURE(word);
        CHECK_FALSE(trigrams.may_hold(word));
    }
}

TEST_CASE("a word across the place where two pieces of a text meet is found") {
    std::string_view const text = "apt-get";
    Trigrams trigrams;
    CHECK_FALSE(trigrams.may_hold(text));
    trigrams.add("apt");
    trigrams.add("-get");
    trigrams.add_joint(text, 3);
    CHECK(trigrams.may_hold(text));
}

}  // namespace
}  // namespace dockcheck
