// Which files of a tree are YAML that somebody wants.
#include "analyzer/context/yaml_files.hpp"

#include <doctest/doctest.h>

namespace dockcheck::context {
namespace {

TEST_CASE("files are found in all folders but those of tests and of what others wrote") {
    auto const tree = memory_files({{"a.yaml", "kind"},
                                    {"b.yml", "kind"},
                                    {"c.json", "kind"},
                                    {"d/Kustomization", "kind"},
                                    {"d/e/f.yaml", "kind"},
                                    {"d/g.yaml", "other"},
                                    {"node_modules/h.yaml", "kind"},
                                    {"d/tests/i.yaml", "kind"},
                                    {"large.yaml", "kind" + std::string(600'000, ' ')}});
    auto const found =
        yaml_files(*tree, [](std::string_view text) { return text.starts_with("kind"); });
    REQUIRE(found);
    std::string paths;
    for (auto const& file : *found) paths += file.path + " ";
    CHECK(paths == "a.yaml b.yml d/Kustomization d/e/f.yaml ");
}

TEST_CASE("of a tree with too many files nothing is known") {
    std::map<std::string, std::string, std::less<>> files;
    for (int i = 0; i < 4'001; ++i) files[std::to_string(i) + ".yaml"] = "";
    auto const tree = memory_files(std::move(files));
    CHECK_FALSE(yaml_files(*tree, [](std::string_view) { return true; }));
}

}  // namespace
}  // namespace dockcheck::context
