// What there is of versions of Python packages.
#include "analyzer/knowledge/python_releases.hpp"

#include <doctest/doctest.h>

namespace dockcheck::knowledge {
namespace {

PythonFiles files(std::string_view package, std::string_view version, PythonTarget target) {
    auto const row = python_releases(package);
    REQUIRE(row);
    return python_files(*row, version, target);
}

TEST_CASE("a version belongs to the last step that does not follow it") {
    CHECK(files("numpy", "1.26.4", {12, false}) == PythonFiles::wheel);
    CHECK(files("numpy", "1.26.4", {13, false}) == PythonFiles::sources);
    CHECK(files("numpy", "1.21.4", {12, false}) == PythonFiles::none);
    CHECK(files("numpy", "2.1", {13, false}) == PythonFiles::wheel);
    CHECK(files("numpy", "2.0.9", {13, false}) == PythonFiles::sources);
    CHECK(files("numpy", "1.22.4", {9, true}) == PythonFiles::sources);
    CHECK(files("numpy", "1.22.4", {9, false}) == PythonFiles::wheel);
}

TEST_CASE("what the table does not reach is unknown") {
    CHECK(files("numpy", "99.1", {12, false}) == PythonFiles::unknown);
    CHECK(files("numpy", "0.9", {12, false}) == PythonFiles::unknown);
    CHECK(files("numpy", "2.0.0rc1", {12, false}) == PythonFiles::unknown);
    CHECK(files("numpy", "", {12, false}) == PythonFiles::unknown);
    CHECK(files("numpy", "1.26.4", {5, false}) == PythonFiles::unknown);
    CHECK(files("numpy", "1.26.4", {99, false}) == PythonFiles::unknown);
    CHECK_FALSE(python_releases("no-such-package"));
    CHECK_FALSE(python_releases(""));
}

TEST_CASE("ways out") {
    auto const numpy = *python_releases("numpy");
    CHECK(next_version_with(numpy, "1.26.4", {13, false}, PythonFiles::wheel) == "2.1.0");
    CHECK(next_version_with(numpy, "1.21.4", {12, false}, PythonFiles::sources) == "1.22.0");
    CHECK(first_version_without(*python_releases("django"), {9, false}) == "5.0");
    CHECK(minors_of(numpy, "1.26.4", PythonFiles::wheel, false)->greatest == 12);
    CHECK(minors_of(*python_releases("django"), "5.0.1", PythonFiles::wheel, false)->least == 10);
    CHECK(has_never_files(*python_releases("torch"), {12, true}));
    CHECK_FALSE(has_never_files(*python_releases("torch"), {12, false}));
}

}  // namespace
}  // namespace dockcheck::knowledge
