// What the images of one input are called.
#include "analyzer/cli/image_labels.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <string>

#include "analyzer/image/readers/read.hpp"

namespace dockcheck::test {
namespace {

/// The labels of inspected images: a name and an architecture each.
std::string labels(std::vector<std::pair<std::string, std::string>> const& inspected) {
    std::string json;
    for (auto const& [name, architecture] : inspected) {
        json += fmt::format(R"({}{{"Id": "sha256:{}", "RepoTags": [{}], "Os": "linux",
                               "Architecture": "{}", "Config": {{}}, "RootFS": {{}}}})",
                            json.empty() ? "" : ", ", 1000 + json.size(),
                            name.empty() ? "" : '"' + name + '"', architecture);
    }
    auto const images = image::read_image_bytes("i.json", "[" + json + "]");
    REQUIRE(images);
    return fmt::format("{}", fmt::join(cli::image_labels(images->images), ", "));
}

TEST_CASE("images are called by what tells all of them apart") {
    CHECK(labels({{"a:1", "amd64"}}) == "");
    CHECK(labels({{"a:1", "amd64"}, {"a:1", "arm64"}}) == "linux/amd64, linux/arm64");
    CHECK(labels({{"a:1", "amd64"}, {"b:1", "amd64"}}) == "a:1, b:1");
    CHECK(labels({{"", "amd64"}, {"b:1", "amd64"}}).starts_with("sha256:1000, sha256:"));
}

}  // namespace
}  // namespace dockcheck::test
