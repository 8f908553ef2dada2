// Lines of the text report that are broken at words.
#include <doctest/doctest.h>

#include "tests/report/sample.hpp"

namespace dockcheck::test {
namespace {

TEST_CASE("a reader at a terminal gets lines that are broken at words") {
    Sample sample("FROM a\n");
    sample.add(untagged, sample.at("a"), "whatever the tag  points to, 日本語の名前 and more")
        .help = "write the name of a version that will be there for long";
    ReportOptions options;
    options.width = 40;
    options.wraps = true;
    CHECK("\n" + report(Format::full, sample, options) == R"(
Dockerfile:1:6: warning: whatever the
    tag  points to, 日本語の名前 and
    more  [untagged-base-image]
  |
1 | FROM a
  |      ^
  = help: write the name of a version
          that will be there for long
)");
    options.width = 10;
    CHECK("\n" + report(Format::full, sample, options).substr(0, 61) == R"(
Dockerfile:1:6: warning: whatever
    the
    tag 
    points)");
}

}  // namespace
}  // namespace dockcheck::test
