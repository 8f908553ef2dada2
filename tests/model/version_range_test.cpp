// Ranges of versions against what an image has.
#include "analyzer/model/version_range.hpp"

#include <doctest/doctest.h>
#include <string>

namespace dockcheck::model {
namespace {

/// "in", "out", or "?" for a range that is not understood.
std::string of(std::string_view range, RangeStyle style, std::uint32_t major,
               std::optional<std::uint32_t> minor = std::nullopt,
               std::optional<std::uint32_t> patch = std::nullopt) {
    auto const parsed = parse_version_range(range, style);
    if (!parsed) return "?";
    LanguageVersion version;
    version.major = major;
    version.minor = minor;
    version.patch = patch;
    return is_outside(interval_of(version), *parsed) ? "out" : "in";
}

TEST_CASE("ranges of npm") {
    auto const npm = [](std::string_view range, RangeStyle style, std::uint32_t major,
                        std::optional<std::uint32_t> minor = std::nullopt) {
        return of(range, style, major, minor);
    };
    CHECK(npm(">=18", RangeStyle::npm, 18) == "in");
    CHECK(npm(">=18.12.0", RangeStyle::npm, 18) == "in");
    CHECK(npm(">=18", RangeStyle::npm, 16) == "out");
    CHECK(npm(">= 18 < 21", RangeStyle::npm, 22) == "out");
    CHECK(npm("^18.17.0 || >=20", RangeStyle::npm, 19) == "out");
    CHECK(npm("^18.17.0 || >=20", RangeStyle::npm, 22) == "in");
    CHECK(npm("18.x", RangeStyle::npm, 18, 3u) == "in");
    CHECK(npm("18", RangeStyle::npm, 20) == "out");
    CHECK(npm("~18.2", RangeStyle::npm, 18, 3u) == "out");
    CHECK(npm("^0.2.3", RangeStyle::npm, 0, 3u) == "out");
    CHECK(npm(">18", RangeStyle::npm, 18) == "out");
    CHECK(npm("*", RangeStyle::npm, 1) == "in");
    CHECK(npm("", RangeStyle::npm, 1) == "in");
    CHECK(npm("18 - 20", RangeStyle::npm, 18) == "?");
    CHECK(npm("lts/*", RangeStyle::npm, 18) == "?");
    CHECK(npm("node", RangeStyle::npm, 18) == "?");
    CHECK(npm("99999999999999999999", RangeStyle::npm, 18) == "?");
}

TEST_CASE("ranges of the other languages") {
    CHECK(of("~8.1", RangeStyle::composer, 8, 3u) == "in");
    CHECK(of("~8.1.0", RangeStyle::composer, 8, 3u) == "out");
    CHECK(of("^8.2", RangeStyle::composer, 8, 1u) == "out");
    CHECK(of("7.4.*|8.0.*", RangeStyle::composer, 8, 0u) == "in");
    CHECK(of(">=7.1,<8", RangeStyle::composer, 8, 0u) == "out");
    CHECK(of("3.3.1", RangeStyle::ruby, 3, 3u) == "in");
    CHECK(of("3.3.1", RangeStyle::ruby, 3, 3u, 2u) == "out");
    CHECK(of("~> 3.2", RangeStyle::ruby, 3, 4u) == "in");
    CHECK(of("~> 3.2.0", RangeStyle::ruby, 3, 4u) == "out");
    CHECK(of(">=3.10,<4", RangeStyle::python, 3, 9u) == "out");
    CHECK(of(">=3.10, !=3.11.*", RangeStyle::python, 3, 12u) == "in");
    CHECK(of("==3.11.*", RangeStyle::python, 3, 12u) == "out");
    CHECK(of("~=3.10", RangeStyle::python, 3, 12u) == "in");
}

TEST_CASE("ranges of Python that allow nothing before a version") {
    CHECK(is_since("", 0, 112));
    CHECK(is_since("==0.115.0", 0, 112));
    CHECK(is_since(">=0.113.0,<0.116.0", 0, 112));
    CHECK(is_since("~=2.5 ", 2, 0));
    CHECK_FALSE(is_since("==0.111.0", 0, 112));
    CHECK_FALSE(is_since(">=0.100", 0, 112));
    CHECK_FALSE(is_since("<1", 0, 112));
    CHECK_FALSE(is_since("!=0.111.0", 0, 112));
    CHECK_FALSE(is_since("whatever", 0, 112));
}

}  // namespace
}  // namespace dockcheck::model
